package io.baton.token;

import java.time.Duration;

/** Three fetches at once, and one more each second after: enough for keys that change twice in a row. Not safe for several threads. */
final class FetchBudget {
    private static final int MOST = 3;
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    /** When all that was taken is given back. */
    private long repaidAt = System.nanoTime();

    /** Whether there may be another fetch now, which counts. */
    boolean take() {
        var now = System.nanoTime();
        var before = Math.max(repaidAt, now);
        if (before - now > (MOST - 1) * PAUSE) {
            return false;
        }
        repaidAt = before + PAUSE;
        return true;
    }
}
