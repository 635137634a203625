package io.baton.platform;

import java.util.Arrays;

/**
 * What a problem says, before it is known in which language.
 *
 * @param title  a key, for where the words are in no other language
 * @param words  a key of {@code messages.properties}; anything else is said as it is in English, and in other languages
 *               by the title
 * @param values for the gaps, as text or {@link Named}
 */
public record MessageCatalog(String title, String words, Object... values) {
    /** A value that has a name in each language. */
    public record Named(String key) {}

    public MessageCatalog {
        values = values.clone();
    }

    String in(Language language) {
        if (!language.has(words)) {
            return language == Language.ENGLISH ? words : language.text(title);
        }
        return language.text(
                words, Arrays.stream(values).map(value -> text(value, language)).toArray());
    }

    /** Numbers without the separators of a language: they are limits of an interface. */
    private static String text(Object value, Language language) {
        return value instanceof Named(var key) ? language.text(key) : String.valueOf(value);
    }
}
