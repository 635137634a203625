package io.baton.model;

/**
 * Guesses tokens where no provider has counted them: four ASCII characters to a token, and one token for each other
 * code point. Made for streaming: pieces are added as they come, in time proportional to the piece.
 */
public final class TokenEstimate {
    private static final int ASCII_PER_TOKEN = 4;
    private static final int FRAME = 4;
    private long ascii;
    private long others;

    public TokenEstimate add(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < 0x80) {
                ascii++;
            } else if (!Character.isLowSurrogate(c)) {
                others++;
            }
        }
        return this;
    }

    public int tokens() {
        return Math.toIntExact(others + Math.ceilDiv(ascii, ASCII_PER_TOKEN));
    }

    public static int of(String text) {
        return new TokenEstimate().add(text).tokens();
    }

    /** One turn, with four tokens for the frame around it. */
    static int of(Turn turn) {
        return FRAME
                + of(turn.content())
                + turn.calls().stream()
                        .mapToInt(call -> FRAME + of(call.name()) + of(call.arguments()))
                        .sum();
    }
}
