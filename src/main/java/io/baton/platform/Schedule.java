package io.baton.platform;

import java.time.Duration;

/**
 * When a periodic task runs, and what it means when it does not.
 *
 * @param pause     between two runs
 * @param lateAfter the task is late once its last success is longer ago
 * @param essential whether a node can't serve while it is late
 */
public record Schedule(Duration pause, Duration lateAfter, boolean essential) {
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final Duration LEAST_TOLERANCE = Duration.ofSeconds(10);
    private static final int PAUSES_TOLERATED = 3;

    /** Late after three pauses, at least ten seconds. */
    public static Schedule every(Duration pause) {
        var tolerance = pause.multipliedBy(PAUSES_TOLERATED);
        return new Schedule(pause, tolerance.compareTo(LEAST_TOLERANCE) < 0 ? LEAST_TOLERANCE : tolerance, false);
    }

    /** One run after the other; a run waits for work itself, for a few seconds at most. */
    public static Schedule continuous() {
        return every(Duration.ZERO);
    }

    /** A node without it is not ready. */
    public Schedule asEssential() {
        return new Schedule(pause, lateAfter, true);
    }

    /** A run may last for as long as it likes, so this is never late. */
    public Schedule withEndlessRuns() {
        return new Schedule(pause, NEVER, essential);
    }
}
