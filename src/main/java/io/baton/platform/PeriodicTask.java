package io.baton.platform;

import java.time.Duration;

/** The state of a periodic task. Times are values of {@link System#nanoTime}. */
public final class PeriodicTask {
    private static final Duration REPORT_EVERY = Duration.ofMinutes(1);

    private final String name;
    private final Schedule schedule;
    private long succeededAt;
    private long failures;
    private long failuresInARow;
    private long reportedAt;
    private boolean reported;

    public enum State {
        OK,
        /** The last run failed. */
        FAILING,
        /** The last success is too long ago, because runs fail or one hangs. */
        LATE
    }

    PeriodicTask(String name, Schedule schedule, long startedAt) {
        this.name = name;
        this.schedule = schedule;
        this.succeededAt = startedAt;
    }

    /** Kebab case. */
    public String name() {
        return name;
    }

    public boolean isEssential() {
        return schedule.essential();
    }

    /** Failed runs since this node started. */
    public synchronized long failures() {
        return failures;
    }

    /** Failed runs since the last success. */
    public synchronized long failuresInARow() {
        return failuresInARow;
    }

    public State state() {
        return state(System.nanoTime());
    }

    /** Time since the last success, or since the start if there was none. */
    public Duration sinceSuccess() {
        return sinceSuccess(System.nanoTime());
    }

    synchronized State state(long at) {
        if (sinceSuccess(at).compareTo(schedule.lateAfter()) > 0) {
            return State.LATE;
        }
        return failuresInARow > 0 ? State.FAILING : State.OK;
    }

    synchronized Duration sinceSuccess(long at) {
        return Duration.ofNanos(at - succeededAt);
    }

    boolean needsPlatformThread() {
        return schedule.platformThread();
    }

    Duration pause() {
        return schedule.pause();
    }

    /** @return the number of failures that this success ended; 0 if none of them was reported */
    synchronized long succeeded(long at) {
        var ended = reported ? failuresInARow : 0;
        succeededAt = at;
        failuresInARow = 0;
        reported = false;
        return ended;
    }

    /** @return whether to log it: the first failure, and then at most one a minute */
    synchronized boolean failed(long at) {
        failures++;
        failuresInARow++;
        if (failures > 1 && at - reportedAt < REPORT_EVERY.toNanos()) {
            return false;
        }
        reported = true;
        reportedAt = at;
        return true;
    }
}
