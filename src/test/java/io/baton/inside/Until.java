package io.baton.inside;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what comes by itself. */
public final class Until {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LOOK_EVERY_MILLIS = 20;

    private Until() {}

    /** Looks until it sees what is wanted, and gives that; fails after 20 s. */
    public static <T> T seen(Supplier<T> look, Predicate<T> wanted) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var seen = look.get();
        while (!wanted.test(seen)) {
            if (System.nanoTime() > deadline) {
                fail("in vain; last seen: " + seen);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            seen = look.get();
        }
        return seen;
    }
}
