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
 * Carries settled ledger rows on, every half second: first into the roll-up, then as absolute values into Redis. What
 * could not be published is kept and tried again in the next run.
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
    /** What others have changed: not put among the unpublished at once, where a run under way would take it for done. */
    private final Queue<LiveCounters.Touched> changed = new ConcurrentLinkedQueue<>();

    void begin(@Observes @Priority(3) Startup startup) {
        tasks.start("ledger-relay", Schedule.every(PERIOD), this::publisher);
    }

    /** Has figures published whose roll-up somebody else has changed and committed, as soon as Redis takes them. */
    public void publish(Collection<LiveCounters.Touched> touched) {
        changed.addAll(touched);
    }

    private void publisher() {
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
