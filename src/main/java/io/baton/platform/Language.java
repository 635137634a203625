package io.baton.platform;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.ResourceBundle;

/** The languages of pages and problems; the texts are in {@code messages*.properties}. */
public enum Language {
    ENGLISH(Locale.ENGLISH, "en"),
    CHINESE(Locale.SIMPLIFIED_CHINESE, "zh-Hans");

    private final String tag;
    private final ResourceBundle texts;

    Language(Locale locale, String tag) {
        this.tag = tag;
        this.texts = ResourceBundle.getBundle(
                "io.baton.messages",
                locale,
                Language.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * @param requested a {@link #code}, which takes precedence; anything else is ignored
     * @param preferred the browser's languages, best first
     */
    public static Language of(String requested, Enumeration<Locale> preferred) {
        for (var language : values()) {
            if (language.code().equals(requested)) {
                return language;
            }
        }
        for (var locale : Collections.list(preferred)) {
            for (var language : values()) {
                if (language.code().equals(locale.getLanguage())) {
                    return language;
                }
            }
        }
        return ENGLISH;
    }

    /** @param header {@code Accept-Language} (RFC 9110); English if null or malformed */
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

    /** The two-letter code, as in {@code ?lang=}. */
    public String code() {
        return tag.substring(0, 2);
    }

    /** The value of HTML's {@code lang}. */
    public String tag() {
        return tag;
    }

    public boolean has(String key) {
        return texts.containsKey(key);
    }

    public Language other() {
        return this == ENGLISH ? CHINESE : ENGLISH;
    }

    /** Plain text; escape it before it becomes HTML. The values fill {@code {0}}, {@code {1}} and so on. */
    public String text(String key, Object... values) {
        return values.length == 0
                ? texts.getString(key)
                : new MessageFormat(texts.getString(key), texts.getLocale()).format(values);
    }
}
