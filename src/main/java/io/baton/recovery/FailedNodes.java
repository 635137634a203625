package io.baton.recovery;

import io.baton.cluster.Lease;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/** Four times a second starts the takeover of failed nodes' answers. Readers wait for this, so the search is cheap. */
@ApplicationScoped
class FailedNodes {
    private static final Duration PERIOD = Duration.ofMillis(250);

    @Inject
    OrphanedAnswers orphanedAnswers;

    @Inject
    ActiveTakeovers takeovers;

    @Inject
    Lease lease;

    @Inject
    TaskScheduler tasks;

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("takeovers", Schedule.every(PERIOD), this::round);
    }

    private void round() {
        var room = takeovers.room();
        if (lease.isValid() && room > 0) {
            takeovers.start(orphanedAnswers.ofFailedNodes(takeovers.known(), room));
        }
    }
}
