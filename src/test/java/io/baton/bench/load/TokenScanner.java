package io.baton.bench.load;

/**
 * Finds the tokens {@code t7@123456 } and the end in the text of one answer, byte by byte, wherever the pieces of it are cut.
 */
final class TokenScanner {
    private enum State {
        OUTSIDE,
        NUMBER,
        DUE
    }

    private final byte[] end;
    private final Samples lags;
    private State state = State.OUTSIDE;
    private int number;
    private int digits;
    private long dueMicros;
    private int tokens;
    private int endMatched;
    private boolean inOrder = true;
    private long firstAt;

    TokenScanner(byte[] end, Samples lags) {
        this.end = end;
        this.lags = lags;
    }

    /** A piece that arrived at {@code now}, in {@link System#nanoTime()}. */
    void take(byte[] bytes, int from, int to, long now) {
        for (var i = from; i < to && !ended(); i++) {
            var next = bytes[i];
            endMatched = next == end[endMatched] ? endMatched + 1 : next == end[0] ? 1 : 0;
            step(next, now);
        }
    }

    private void step(byte next, long now) {
        var digit = next >= '0' && next <= '9';
        switch (state) {
            case OUTSIDE -> begin(next);
            case NUMBER -> {
                if (digit) {
                    number = number * 10 + next - '0';
                    digits++;
                } else if (next == '@' && digits > 0) {
                    state = State.DUE;
                    dueMicros = 0;
                } else {
                    begin(next);
                }
            }
            case DUE -> {
                if (digit) {
                    dueMicros = dueMicros * 10 + next - '0';
                } else {
                    arrived(now);
                    begin(next);
                }
            }
        }
    }

    private void begin(byte next) {
        state = next == 't' ? State.NUMBER : State.OUTSIDE;
        number = 0;
        digits = 0;
    }

    private void arrived(long now) {
        tokens++;
        inOrder &= number == tokens;
        firstAt = tokens == 1 ? now : firstAt;
        lags.add(now - dueMicros * 1_000);
    }

    boolean ended() {
        return endMatched == end.length;
    }

    /** Whether all of so many came, in order, and then the end. */
    boolean whole(int expected) {
        return ended() && inOrder && tokens == expected;
    }

    int tokens() {
        return tokens;
    }

    /** When the first token arrived; only if there is one. */
    long firstAt() {
        return firstAt;
    }
}
