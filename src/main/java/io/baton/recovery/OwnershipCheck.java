package io.baton.recovery;

import io.baton.cluster.Lease;
import io.baton.cluster.Node;
import io.baton.generation.RunningAnswers;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Every two seconds asks PostgreSQL about the answers that this node generates: fences those that another node owns, and stops those
 * that were stopped, closed or deleted. Apart from the heartbeat, which must not wait for it.
 */
@ApplicationScoped
class OwnershipCheck {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @Inject
    Node node;

    @Inject
    Lease lease;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    TaskScheduler tasks;

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("ownership-check", Schedule.every(PERIOD), this::round);
    }

    private void round() {
        if (lease.isValid()) {
            runningAnswers.fenceLost(node::ownedByOthers);
            runningAnswers.stopExcept(node::runningAnswers);
        }
    }
}
