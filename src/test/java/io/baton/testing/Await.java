package io.baton.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what must come about soon, and no longer. */
public final class Await {
    /** More than anything may take that a test waits for. */
    public static final Duration ENOUGH = Duration.ofSeconds(20);

    private static final long LOOK_AGAIN = Duration.ofMillis(10).toNanos();

    private Await() {}

    /** Looks until it is as wanted, and gives it. */
    public static <T> T until(String wish, Duration atMost, Supplier<T> look, Predicate<? super T> wanted) {
        var seen = seenWithin(atMost, look, wanted);
        if (!wanted.test(seen)) {
            throw new AssertionError("not within " + atMost + ": " + wish + "; it is " + seen);
        }
        return seen;
    }

    /** Looks until it is as wanted or the time is over, and gives what it saw last. */
    public static <T> T seenWithin(Duration atMost, Supplier<T> look, Predicate<? super T> wanted) {
        var deadline = System.nanoTime() + atMost.toNanos();
        var seen = look.get();
        while (!wanted.test(seen) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN);
            seen = look.get();
        }
        return seen;
    }

    /** The same, within {@link #ENOUGH}. */
    public static <T> T until(String wish, Supplier<T> look, Predicate<? super T> wanted) {
        return until(wish, ENOUGH, look, wanted);
    }

    /** The same, for a wish that the look says by itself. */
    public static <T> T until(Supplier<T> look, Predicate<? super T> wanted) {
        return until("as wanted", look, wanted);
    }
}
