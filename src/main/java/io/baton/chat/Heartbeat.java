package io.baton.chat;

import io.baton.platform.Rounds;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Every two seconds: says that this node lives, ends what others asked it to stop or hold for theirs, because this node had
 * slept past its lease, and closes what dead nodes left. It holds nobody for dead before its own beats have reached the
 * database for a whole lease.
 */
@ApplicationScoped
class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());
    private static final int PERIOD_SECONDS = 2;
    private static final int BEATS_A_LEASE = Node.LEASE_SECONDS / PERIOD_SECONDS;

    @Inject
    Node node;

    @Inject
    Generations generations;

    @Inject
    Endings endings;

    @Inject
    @Rounds
    ManagedScheduledExecutorService rounds;

    private int beatsInARow;

    void begin(@Observes @Priority(3) Startup startup) {
        node.beat();
        rounds.scheduleWithFixedDelay(this::beat, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Never throws, for a thrown error would end the repetition. */
    private void beat() {
        try {
            node.beat();
            beatsInARow++;
            generations.stopAllBut(node::running);
            if (beatsInARow > BEATS_A_LEASE) {
                node.orphans().forEach(this::close);
            }
        } catch (RuntimeException away) {
            beatsInARow = 0;
            LOG.log(Level.WARNING, "no heartbeat: {0}", away.getMessage());
        }
    }

    /** One that can't be closed must not keep the others open, nor pass for a missing heartbeat. */
    private void close(Node.Orphan orphan) {
        try {
            if (endings.closeOrphan(orphan.answerId(), orphan.owner(), orphan.epoch())) {
                LOG.log(Level.INFO, "answer {0} was left by a dead node and is closed", orphan.answerId());
            }
        } catch (RuntimeException failed) {
            LOG.log(Level.SEVERE, "answer " + orphan.answerId() + " of a dead node could not be closed", failed);
        }
    }
}
