package io.baton.model;

/**
 * Estimates tokens where no provider has counted them: one token per four ASCII characters and one per other code
 * point. Incremental: {@link #add} takes time proportional to the piece.
 */
public final class TokenEstimate {
    private static final int ASCII_PER_TOKEN = 4;
    private static final int OVERHEAD = 4;
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

    /** One turn, plus four tokens of overhead. */
    static int of(Turn turn) {
        return OVERHEAD
                + of(turn.content())
                + of(turn.state())
                + turn.calls().stream()
                        .mapToInt(call -> OVERHEAD + of(call.name()) + of(call.arguments()) + of(call.state()))
                        .sum();
    }

    private static int of(ProviderState state) {
        return state.members().isEmpty() ? 0 : of(state.members().toString());
    }
}
