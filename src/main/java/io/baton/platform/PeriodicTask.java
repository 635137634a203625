package io.baton.platform;

import java.time.Duration;
import java.util.Optional;

/** The state of a periodic task. Times are values of {@link System#nanoTime}. */
public final class PeriodicTask {
    private static final Duration REPORT_EVERY = Duration.ofMinutes(1);
    private static final int INTERRUPTS_UNTIL_STUCK = 10;

    private final String name;
    private final Schedule schedule;
    private long succeededAt;
    private long failures;
    private long failuresInARow;
    private long reportedAt;
    private boolean reported;
    private Throwable failure;
    /** Of the run that is under way; null between two runs. */
    private Thread running;

    private long interruptedAt;
    private int interruptsOfThisRun;
    private long interrupts;

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

    /** Why the last run failed; empty if it succeeded. */
    public synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
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

    /** How often a run was interrupted because it hung. */
    public synchronized long interrupts() {
        return interrupts;
    }

    /** Whether a run hangs although it was interrupted again and again. */
    public synchronized boolean isStuck() {
        return running != null && interruptsOfThisRun >= INTERRUPTS_UNTIL_STUCK;
    }

    /** A run begins on this thread. */
    synchronized void started(long at) {
        running = Thread.currentThread();
        interruptedAt = at;
        interruptsOfThisRun = 0;
    }

    /** Interrupts the run if it hangs, and again after as long a time. Gives whether it did. */
    synchronized boolean interruptIfHanging(long at) {
        if (running == null
                || !schedule.isBounded()
                || at - interruptedAt < schedule.hangsAfter().toNanos()) {
            return false;
        }
        interruptedAt = at;
        interrupts++;
        interruptsOfThisRun++;
        running.interrupt();
        return true;
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
        running = null;
        failure = null;
        succeededAt = at;
        failuresInARow = 0;
        reported = false;
        return ended;
    }

    /** @return whether to log it: the first failure, and then at most one a minute */
    synchronized boolean failed(long at, Throwable thrown) {
        running = null;
        failure = thrown;
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
