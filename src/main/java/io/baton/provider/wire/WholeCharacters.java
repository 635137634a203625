package io.baton.provider.wire;

/** Joins a surrogate pair that a provider split over two chunks; half a pair whose other half never comes is U+FFFD. */
final class WholeCharacters {
    private static final char REPLACEMENT = '\uFFFD';
    private String held = "";

    /** The text that is whole with {@code piece}; may be empty. */
    String add(String piece) {
        var text = held + piece;
        var halfAtEnd = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        var end = halfAtEnd ? text.length() - 1 : text.length();
        held = text.substring(end);
        return mended(text.substring(0, end));
    }

    /** What was held back, now that nothing more comes. */
    String rest() {
        var rest = held;
        held = "";
        return mended(rest);
    }

    private static String mended(String text) {
        var mended = new StringBuilder(text);
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    i++;
                } else {
                    mended.setCharAt(i, REPLACEMENT);
                }
            }
        }
        return mended.toString();
    }
}
