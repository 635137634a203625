package io.baton.platform;

import java.util.Arrays;

/**
 * The text of a problem before its language is known.
 *
 * @param title  a message key, used if {@code key} is missing in a language
 * @param key    a key of {@code messages.properties}; any other text is used as it is in English, and replaced by the
 *               title in other languages
 * @param values fill the placeholders, as text or {@link Named}
 */
public record LocalizedMessage(String title, String key, Object... values) {
    /** A value with a translated name. */
    public record Named(String key) {}

    public LocalizedMessage {
        values = values.clone();
    }

    String in(Language language) {
        if (!language.has(key)) {
            return language == Language.ENGLISH ? key : language.text(title);
        }
        return language.text(
                key, Arrays.stream(values).map(value -> text(value, language)).toArray());
    }

    /** Numbers have no thousands separators: they are limits of an interface. */
    private static String text(Object value, Language language) {
        return value instanceof Named(var key) ? language.text(key) : String.valueOf(value);
    }
}
