package io.baton.model;

/** Makes external text safe for UTF-8 and text columns: replaces NUL and lone surrogates by U+FFFD. */
public final class CleanText {
    private static final char REPLACEMENT = '\uFFFD';

    private CleanText() {}

    public static String of(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text, i);
            }
        }
        return text;
    }

    /** Also truncates to at most {@code limit} UTF-16 characters, never within a surrogate pair. */
    public static String of(String text, int limit) {
        if (text.length() <= limit) {
            return of(text);
        }
        return of(text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit));
    }

    private static String cleaned(String text, int from) {
        var cleaned = new StringBuilder(text);
        for (var i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isSurrogate(c) && Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                cleaned.setCharAt(i, REPLACEMENT);
            }
        }
        return cleaned.toString();
    }
}
