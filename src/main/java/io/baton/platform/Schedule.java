package io.baton.platform;

import java.time.Duration;

/**
 * When a periodic task runs, and what it means if it fails.
 *
 * @param pause     between two runs
 * @param lateAfter the task is late once its last success is older than this
 * @param essential whether a node is not ready while the task is late
 * @param platformThread whether it has a thread of the operating system, otherwise a virtual one
 */
public record Schedule(Duration pause, Duration lateAfter, boolean essential, boolean platformThread) {
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final Duration LEAST_TOLERANCE = Duration.ofSeconds(10);
    private static final int PAUSES_TOLERATED = 3;
    private static final Duration ESSENTIAL_HANGS_AFTER = Duration.ofSeconds(30);
    private static final Duration HANGS_AFTER = Duration.ofMinutes(10);

    /** Late after three pauses, but not before ten seconds. */
    public static Schedule every(Duration pause) {
        var tolerance = pause.multipliedBy(PAUSES_TOLERATED);
        return new Schedule(
                pause, tolerance.compareTo(LEAST_TOLERANCE) < 0 ? LEAST_TOLERANCE : tolerance, false, false);
    }

    /** Without a pause; each run itself waits for work, for a few seconds at most. */
    public static Schedule continuous() {
        return every(Duration.ZERO);
    }

    /** Whether a run must come to its end. */
    boolean isBounded() {
        return !lateAfter.equals(NEVER);
    }

    /** A run that takes so long hangs: whatever it waits for has time-outs of its own. */
    Duration hangsAfter() {
        if (essential) {
            return ESSENTIAL_HANGS_AFTER;
        }
        var late = lateAfter.multipliedBy(PAUSES_TOLERATED);
        return late.compareTo(HANGS_AFTER) > 0 ? late : HANGS_AFTER;
    }

    /** A node is not ready while the task is late. */
    public Schedule asEssential() {
        return new Schedule(pause, lateAfter, true, platformThread);
    }

    /** Never late, because a run may take any time. */
    public Schedule withEndlessRuns() {
        return new Schedule(pause, NEVER, essential, platformThread);
    }

    /**
     * With a thread of the operating system: never waits for a carrier that others keep busy, and its time-outs, thousands a second,
     * cost less.
     */
    public Schedule onPlatformThread() {
        return new Schedule(pause, lateAfter, essential, true);
    }
}
