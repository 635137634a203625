package io.baton.recovery;

import io.baton.answer.ChatConfig;
import io.baton.generation.RunningAnswers;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.VirtualThreads;
import io.baton.recovery.OrphanedAnswers.Orphan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * The takeovers that this node is carrying out, each on its own virtual thread. At most {@code chat.takeovers-at-once} answers are being
 * taken over or are resumed at the same time; the others wait in the database, for this node or another.
 */
@ApplicationScoped
class ActiveTakeovers {
    private static final Logger LOG = Logger.getLogger(ActiveTakeovers.class.getName());

    @Inject
    Takeover takeover;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private final Set<UUID> active = ConcurrentHashMap.newKeySet();

    /** The answers that this node generates or is taking over. */
    Set<UUID> known() {
        var known = new HashSet<>(active);
        known.addAll(runningAnswers.ids());
        return known;
    }

    /** How many more may be taken over now; 0 or less: none. */
    int room() {
        return config.takeoversAtOnce - active.size() - runningAnswers.resumed();
    }

    /** Starts as many as there is room for, and returns at once. */
    synchronized void start(Collection<Orphan> orphans) {
        for (var orphan : orphans) {
            if (room() > 0 && active.add(orphan.answerId())) {
                virtual.execute(() -> takeOver(orphan));
            }
        }
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
