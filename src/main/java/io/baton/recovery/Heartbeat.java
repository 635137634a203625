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
 * Four times a second writes this node's heartbeat and renews its lease. Does nothing else: a node whose heartbeat is late counts as
 * dead. Only where this one may have counted as dead, because it had paused, it first fences what other nodes have taken over.
 */
@ApplicationScoped
class Heartbeat {
    private static final Duration PERIOD = Duration.ofMillis(250);

    @Inject
    Node node;

    @Inject
    Lease lease;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    TaskScheduler tasks;

    private boolean leaving;

    void begin(@Observes @Priority(3) Startup startup) {
        beat();
        tasks.start("heartbeat", Schedule.every(PERIOD).asEssential().onPlatformThread(), this::beat);
    }

    void end(@Observes @Priority(2) Shutdown shutdown) {
        leave();
    }

    /** Call it after this node's answers have ended. No heartbeat follows. */
    synchronized void leave() {
        leaving = true;
        lease.giveUp();
        node.leave();
    }

    private synchronized void beat() {
        if (leaving) {
            return;
        }
        var at = System.nanoTime();
        node.beat();
        if (!lease.isValid()) {
            runningAnswers.fenceLost(node::ownedByOthers);
        }
        lease.renew(at);
    }
}
