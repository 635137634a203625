package io.baton.bench.load;

import java.io.Serializable;

/**
 * Conversations that begin evenly spread over a time, each with one question.
 *
 * @param streams      how many
 * @param windowMillis the time over which they begin
 * @param atOnce       most that run at the same time; others wait until one ends
 * @param callers      who ask, in turn
 * @param tokens       of each answer
 * @param delayMillis  between tokens
 */
record Load(int streams, int windowMillis, int atOnce, int callers, int tokens, int delayMillis)
        implements Serializable {
    private static final int PATIENCE_MILLIS = 45_000;

    /** Within a time, however many run then, each of another caller. */
    static Load arriving(int streams, int windowMillis, int tokens, int delayMillis) {
        return new Load(streams, windowMillis, streams, streams, tokens, delayMillis);
    }

    /** Answers of one token, as many at once as there are callers, one after another. */
    static Load shortAnswers(int streams, int callers) {
        return new Load(streams, 0, callers, callers, 1, 0);
    }

    Load ofOneCaller() {
        return new Load(streams, windowMillis, atOnce, 1, tokens, delayMillis);
    }

    /** When a conversation begins, after the first one. */
    long beginsAfterNanos(int index) {
        return windowMillis * 1_000_000L * index / streams;
    }

    /** Whether its figures are per token. */
    boolean lasts() {
        return tokens > 1;
    }

    /** After which time without a byte from anybody those that still run are lost. */
    long patienceNanos() {
        return (PATIENCE_MILLIS + (long) delayMillis) * 1_000_000L;
    }
}
