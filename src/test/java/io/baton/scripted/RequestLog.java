package io.baton.scripted;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** The last 10,000 requests. */
final class RequestLog {
    private static final int KEPT = 10_000;

    private final Deque<Visit> visits = new ArrayDeque<>();
    private long lastId;

    synchronized Visit begin(LongFunction<Visit> visit) {
        Visit begun = visit.apply(++lastId);
        visits.addLast(begun);
        if (visits.size() > KEPT) {
            visits.removeFirst();
        }
        return begun;
    }

    /** Oldest first. */
    List<SeenRequest> requests() {
        return copy().stream().map(Visit::seen).toList();
    }

    synchronized void clear() {
        visits.clear();
    }

    /** Blocks until a request is as wanted; empty if none is in time, or if interrupted. */
    Optional<SeenRequest> await(Predicate<SeenRequest> wanted, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<SeenRequest> found = requests().stream().filter(wanted).findFirst();
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (found.isPresent() || !left.isPositive() || !waitFor(left)) {
                return found;
            }
        }
    }

    private synchronized List<Visit> copy() {
        return List.copyOf(visits);
    }

    /** Looks again every 5 ms: token counts change without notice, and a waiter must not slow the answers. */
    private static boolean waitFor(Duration left) {
        try {
            Thread.sleep(Math.clamp(left.toMillis(), 1, 5));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
