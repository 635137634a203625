package io.baton.platform;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.ResourceBundle;

/** The languages that pages and problems speak; their words are in {@code messages*.properties}. */
public enum Language {
    ENGLISH(Locale.ENGLISH, "en"),
    CHINESE(Locale.SIMPLIFIED_CHINESE, "zh-Hans");

    private final String tag;
    private final ResourceBundle words;

    Language(Locale locale, String tag) {
        this.tag = tag;
        this.words = ResourceBundle.getBundle(
                "io.baton.messages",
                locale,
                Language.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * @param asked  a {@link #code}, which wins, or anything else, which says nothing
     * @param spoken what the reader's browser says, best first
     */
    public static Language of(String asked, Enumeration<Locale> spoken) {
        for (var language : values()) {
            if (language.code().equals(asked)) {
                return language;
            }
        }
        for (var locale : Collections.list(spoken)) {
            for (var language : values()) {
                if (language.code().equals(locale.getLanguage())) {
                    return language;
                }
            }
        }
        return ENGLISH;
    }

    /** @param header {@code Accept-Language} (RFC 9110); null or malformed: English */
    public static Language accepted(String header) {
        try {
            return Locale.LanguageRange.parse(header == null ? "en" : header).stream()
                    .filter(range -> range.getWeight() > 0)
                    .flatMap(range -> Arrays.stream(values())
                            .filter(each -> each.code().equals(range.getRange().split("-")[0])))
                    .findFirst()
                    .orElse(ENGLISH);
        } catch (IllegalArgumentException malformed) {
            return ENGLISH;
        }
    }

    /** Two letters, as in {@code ?lang=}. */
    public String code() {
        return tag.substring(0, 2);
    }

    /** For HTML's {@code lang}. */
    public String tag() {
        return tag;
    }

    public boolean has(String key) {
        return words.containsKey(key);
    }

    public Language other() {
        return this == ENGLISH ? CHINESE : ENGLISH;
    }

    /** Plain text, to be escaped where it becomes HTML; values fill {@code {0}}, {@code {1}} and so on. */
    public String text(String key, Object... values) {
        return values.length == 0
                ? words.getString(key)
                : new MessageFormat(words.getString(key), words.getLocale()).format(values);
    }
}
