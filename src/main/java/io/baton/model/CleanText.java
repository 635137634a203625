package io.baton.model;

/** Text from outside, made so that UTF-8 and a text column take it: NUL and halves of characters become U+FFFD. */
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

    /** The same, and at most so many UTF-16 characters of it. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return of(text);
        }
        return of(text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most));
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
