package io.baton.answer;

import java.time.Instant;

/**
 * A numbered entry of an answer's log. It never changes.
 *
 * @param epoch    of the owner that wrote it, from 1
 * @param n        1, 2, 3 … without gaps, also across epochs
 * @param atMillis when it was written, milliseconds since 1970
 */
public record Frame(int epoch, int n, long atMillis, Event event) {
    private static final int OVERHEAD = 100;

    public Instant at() {
        return Instant.ofEpochMilli(atMillis);
    }

    /** Its approximate size in a batch or in memory, in characters. */
    public int size() {
        return OVERHEAD + event.length();
    }
}
