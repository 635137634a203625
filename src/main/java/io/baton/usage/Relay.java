package io.baton.usage;

import io.baton.platform.Rounds;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Carries settled ledger rows on, every half second: first into the roll-up, then as absolute values into Redis. What
 * could not be published is kept and tried again in the next round.
 */
@ApplicationScoped
class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class.getName());
    private static final int PERIOD_MILLIS = 500;

    @Inject
    RollUp rollUp;

    @Inject
    LiveFigures figures;

    @Inject
    @Rounds
    ManagedScheduledExecutorService rounds;

    private final Set<LiveFigures.Touched> unpublished = new HashSet<>();
    /** What others have changed: not put among the unpublished at once, where a round under way would take it for done. */
    private final Queue<LiveFigures.Touched> changed = new ConcurrentLinkedQueue<>();

    void begin(@Observes @Priority(3) Startup startup) {
        rounds.scheduleWithFixedDelay(this::round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Has figures published whose roll-up somebody else has changed and committed, as soon as Redis takes them. */
    void publish(Collection<LiveFigures.Touched> touched) {
        changed.addAll(touched);
    }

    /** One round; never throws, for a thrown error would end the repetition. */
    private void round() {
        try {
            for (var touched = rollUp.post(); !touched.isEmpty(); touched = rollUp.post()) {
                unpublished.addAll(touched);
            }
            for (var each = changed.poll(); each != null; each = changed.poll()) {
                unpublished.add(each);
            }
            if (!unpublished.isEmpty() && figures.publish(unpublished)) {
                unpublished.clear();
            }
        } catch (RuntimeException notNow) {
            LOG.log(Level.WARNING, "the relay will try again", notNow);
        }
    }
}
