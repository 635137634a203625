package io.baton.recovery;

import io.baton.answer.ChatConfig;
import io.baton.generation.RunningAnswers;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.recovery.OrphanedAnswers.Orphan;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Every two seconds starts the takeover of failed nodes' answers. At most {@code chat.takeovers-at-once} answers are being taken over
 * or are resumed at the same time; the others wait in the database, for this node or another. No node counts as failed before this
 * node's own heartbeats have succeeded for a whole lease.
 */
@ApplicationScoped
class FailedNodes {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @Inject
    Heartbeat heartbeat;

    @Inject
    OrphanedAnswers orphanedAnswers;

    @Inject
    ActiveTakeovers takeovers;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    TaskScheduler tasks;

    private Set<Orphan> ownBefore = Set.of();

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("takeovers", Schedule.every(PERIOD), this::round);
    }

    private void round() {
        var room = config.takeoversAtOnce - takeovers.ids().size() - runningAnswers.resumed();
        if (heartbeat.isSteady() && room > 0) {
            search(room);
        }
    }

    /** This node's own answers count if two rounds in a row find them without a generation: it was lost. */
    private void search(int room) {
        var known = new HashSet<>(runningAnswers.ids());
        known.addAll(takeovers.ids());
        var own = new HashSet<Orphan>();
        for (var orphan : orphanedAnswers.find(known, room)) {
            if (orphan.isOwn()) {
                own.add(orphan);
            }
            if (!orphan.isOwn() || ownBefore.contains(orphan)) {
                takeovers.start(orphan);
            }
        }
        ownBefore = own;
    }
}
