package io.baton.recovery;

import io.baton.answer.ChatConfig;
import io.baton.cluster.Node;
import io.baton.generation.RunningAnswers;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.platform.VirtualThreads;
import io.baton.recovery.OrphanedAnswers.Orphan;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Every two seconds: has answers of dead nodes taken over, no more at a time than {@code chat.takeovers-at-once}, those that are
 * gone on with included. The others wait in the database, for this node or another. It holds nobody for dead before its own beats
 * have reached the database for a whole lease.
 */
@ApplicationScoped
class FailedNodes {
    private static final Logger LOG = Logger.getLogger(FailedNodes.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @Inject
    Heartbeat heartbeat;

    @Inject
    Node node;

    @Inject
    OrphanedAnswers orphanedAnswers;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    Takeover takeover;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    @VirtualThreads
    ManagedExecutorService virtual;

    @Inject
    TaskScheduler tasks;

    private final Map<UUID, Orphan> beingTaken = new ConcurrentHashMap<>();
    private Set<Orphan> ownBefore = Set.of();

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("takeovers", Schedule.every(PERIOD), this::round);
    }

    private void round() {
        var room = config.takeoversAtOnce - beingTaken.size() - runningAnswers.resumed();
        if (heartbeat.isSteady() && room > 0) {
            search(room);
        }
    }

    /** Our own ones too, where nothing has become of them between two rounds: what should have generated them was lost. */
    private void search(int room) {
        var known = new HashSet<>(runningAnswers.ids());
        known.addAll(beingTaken.keySet());
        var own = new HashSet<Orphan>();
        for (var orphan : orphanedAnswers.found(known, room)) {
            if (orphan.owner().equals(node.id())) {
                own.add(orphan);
            }
            if (!own.contains(orphan) || ownBefore.contains(orphan)) {
                beingTaken.put(orphan.answerId(), orphan);
                virtual.execute(() -> take(orphan));
            }
        }
        ownBefore = own;
    }

    /** One that can't be taken must not keep the others. */
    private void take(Orphan orphan) {
        try {
            takeover.take(orphan);
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            var what = "answer " + orphan.answerId() + " of a lost node could not be taken over";
            DatabaseFailure.log(LOG, Level.SEVERE, what, failed);
        } finally {
            beingTaken.remove(orphan.answerId());
        }
    }
}
