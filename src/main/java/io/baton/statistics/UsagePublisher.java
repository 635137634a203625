package io.baton.statistics;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Publishes settled ledger rows every half second: first to the roll-up, then as absolute values to Redis. What cannot be
 * published is kept for the next run.
 */
@ApplicationScoped
public class UsagePublisher {
    private static final Duration PERIOD = Duration.ofMillis(500);

    @Inject
    RollUp rollUp;

    @Inject
    LiveCounters counters;

    @Inject
    TaskScheduler tasks;

    private final Set<LiveCounters.Touched> unpublished = new HashSet<>();
    /** Changes by others. A queue of its own, because a run that is under way clears {@link #unpublished} at its end. */
    private final Queue<LiveCounters.Touched> changed = new ConcurrentLinkedQueue<>();

    void begin(@Observes @Priority(3) Startup startup) {
        tasks.start("ledger-relay", Schedule.every(PERIOD), this::run);
    }

    /** Publishes counters after the caller has changed the roll-up and committed. */
    public void publish(Collection<LiveCounters.Touched> touched) {
        changed.addAll(touched);
    }

    private void run() {
        for (var touched = rollUp.post(); !touched.isEmpty(); touched = rollUp.post()) {
            unpublished.addAll(touched);
        }
        for (var each = changed.poll(); each != null; each = changed.poll()) {
            unpublished.add(each);
        }
        if (!unpublished.isEmpty() && counters.publish(unpublished)) {
            unpublished.clear();
        }
    }
}
