package io.baton.provider.format;

/** Follows a JSON text that comes in pieces. */
final class JsonProgress {
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean begun;

    void add(String piece) {
        for (var i = 0; i < piece.length(); i++) {
            add(piece.charAt(i));
        }
    }

    private void add(char c) {
        begun |= !Character.isWhitespace(c);
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = c == '\\';
            inString = c != '"';
        } else {
            switch (c) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
        }
    }

    /** Whether there was anything but white space. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether each bracket that was opened is closed. */
    boolean isComplete() {
        return begun && depth <= 0 && !inString;
    }
}
