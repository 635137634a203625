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
 * Every two seconds: says that this node lives, lets go of answers that others have taken over because it had slept past its
 * lease, and ends those that others asked it to stop. Takes no longer than a beat may, since whoever beats late is held for dead.
 */
@ApplicationScoped
class Heartbeat {
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final long BEATS_A_LEASE = Lease.LENGTH.dividedBy(PERIOD);

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
        tasks.start("heartbeat", Schedule.every(PERIOD).asEssential(), this::beat);
    }

    /** Whether its own beats have reached the database for a whole lease, so that it may judge others by theirs. */
    boolean isSteady() {
        return beatsInARow > BEATS_A_LEASE && !leaving;
    }

    /** After this node's answers have ended: no further beat is sent. */
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
            runningAnswers.letGo(node::ownedByOthers);
            lease.renew(at);
            beatsInARow++;
            runningAnswers.stopAllBut(node::runningAnswers);
        } catch (RuntimeException | Error away) {
            beatsInARow = 0;
            throw away;
        }
    }
}
