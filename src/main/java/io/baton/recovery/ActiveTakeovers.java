package io.baton.recovery;

import io.baton.platform.DatabaseFailure;
import io.baton.platform.VirtualThreads;
import io.baton.recovery.OrphanedAnswers.Orphan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The takeovers that this node is carrying out, each on its own virtual thread. */
@ApplicationScoped
class ActiveTakeovers {
    private static final Logger LOG = Logger.getLogger(ActiveTakeovers.class.getName());

    @Inject
    Takeover takeover;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private final Set<UUID> active = ConcurrentHashMap.newKeySet();

    /** The answers that are being taken over. */
    Set<UUID> ids() {
        return Set.copyOf(active);
    }

    /** Returns at once. */
    void start(Orphan orphan) {
        active.add(orphan.answerId());
        virtual.execute(() -> takeOver(orphan));
    }

    /** A failure does not affect the other takeovers. */
    private void takeOver(Orphan orphan) {
        try {
            takeover.takeOver(orphan);
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            var what = "answer " + orphan.answerId() + " of a lost node could not be taken over";
            DatabaseFailure.log(LOG, Level.SEVERE, what, failed);
        } finally {
            active.remove(orphan.answerId());
        }
    }
}
