package io.baton.provider.format;

/** Recognises the text so far where a provider repeats it; keeps its length and hash only. */
final class TextSoFar {
    /** A shorter text may occur twice by chance, unless it came in several pieces. */
    private static final int LONG = 12;

    private int length;
    private int hash;
    private int pieces;

    void add(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        for (var i = 0; i < piece.length(); i++) {
            hash = 31 * hash + piece.charAt(i);
        }
        length += piece.length();
        pieces++;
    }

    /** Whether a last piece is the whole text once more. */
    boolean isRepeatedBy(String piece) {
        return length > 0 && piece.length() == length && (pieces > 1 || length >= LONG) && piece.hashCode() == hash;
    }

    /** What {@code whole} has beyond the text so far; nothing if it is another text. */
    String restOf(String whole) {
        return whole.length() > length && whole.substring(0, length).hashCode() == hash ? whole.substring(length) : "";
    }
}
