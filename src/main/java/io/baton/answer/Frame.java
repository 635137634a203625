package io.baton.answer;

import java.time.Instant;

/**
 * One numbered entry of an answer's log; never changes once it is there.
 *
 * @param epoch    the ownership under which it was written, from 1
 * @param n        1, 2, 3 … without gaps, running on across epochs
 * @param atMillis when it was written, milliseconds since 1970
 */
public record Frame(int epoch, int n, long atMillis, Event event) {
    private static final int OVERHEAD = 100;

    public Instant at() {
        return Instant.ofEpochMilli(atMillis);
    }

    /** What it takes of a batch or of the memory, in characters; about. */
    public int size() {
        return OVERHEAD + event.length();
    }
}
