package io.baton.recovery;

import io.baton.cluster.Lease;
import io.baton.cluster.Node;
import io.baton.generation.RunningAnswers;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Every two seconds writes this node's heartbeat, fences answers that other nodes have taken over because this node had paused for
 * longer than its lease, and stops those that a user asked to stop. Does nothing slow: a node whose heartbeat is late counts as dead.
 */
@ApplicationScoped
class Heartbeat {
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final long BEATS_PER_LEASE = Lease.LENGTH.dividedBy(PERIOD);

    @Inject
    Node node;

    @Inject
    Lease lease;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    TaskScheduler tasks;

    private volatile int beatsInARow;
    private volatile boolean leaving;

    void begin(@Observes @Priority(3) Startup startup) {
        var at = System.nanoTime();
        node.beat();
        lease.renew(at);
        tasks.start("heartbeat", Schedule.every(PERIOD).asEssential().onPlatformThread(), this::beat);
    }

    /** Whether its own heartbeats have succeeded for a whole lease, so that it may declare other nodes dead. */
    boolean isSteady() {
        return beatsInARow > BEATS_PER_LEASE && !leaving;
    }

    /** Runs after this node's answers have ended. No heartbeat follows. */
    synchronized void leave(@Observes @Priority(2) Shutdown shutdown) {
        leaving = true;
        node.leave();
    }

    private synchronized void beat() {
        if (leaving) {
            return;
        }
        try {
            var at = System.nanoTime();
            node.beat();
            runningAnswers.fenceLost(node::ownedByOthers);
            lease.renew(at);
            beatsInARow++;
            runningAnswers.stopExcept(node::runningAnswers);
        } catch (RuntimeException | Error away) {
            beatsInARow = 0;
            throw away;
        }
    }
}
