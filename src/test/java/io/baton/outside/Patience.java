package io.baton.outside;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what must come about soon, and no longer. */
final class Patience {
    /** More than anything may take that a test waits for. */
    static final Duration ENOUGH = Duration.ofSeconds(20);

    private static final long LOOK_AGAIN = Duration.ofMillis(10).toNanos();

    private Patience() {}

    /** Looks until it is as wanted, and gives it. */
    static <T> T until(String wish, Duration atMost, Supplier<T> look, Predicate<? super T> wanted) {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            var seen = look.get();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + atMost + ": " + wish + "; it is " + seen);
            }
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }

    static <T> T until(String wish, Supplier<T> look, Predicate<? super T> wanted) {
        return until(wish, ENOUGH, look, wanted);
    }
}
