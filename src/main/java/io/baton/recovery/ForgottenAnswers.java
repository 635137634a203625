package io.baton.recovery;

import io.baton.cluster.Lease;
import io.baton.cluster.Node;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.recovery.OrphanedAnswers.Orphan;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every two seconds starts the takeover of answers that belong to no node: their owner's row is gone, or this node is the owner and
 * has lost the generation. The latter counts if two rounds in a row find it, because a generation begins after its answer is stored.
 */
@ApplicationScoped
class ForgottenAnswers {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @Inject
    OrphanedAnswers orphanedAnswers;

    @Inject
    ActiveTakeovers takeovers;

    @Inject
    Lease lease;

    @Inject
    Node node;

    @Inject
    TaskScheduler tasks;

    private Set<Orphan> ownBefore = Set.of();

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("forgotten-answers", Schedule.every(PERIOD), this::round);
    }

    private void round() {
        var room = takeovers.room();
        if (lease.heldFor().compareTo(Lease.LENGTH) < 0 || room <= 0) {
            return;
        }
        var found = orphanedAnswers.withoutFailedNode(takeovers.known(), room);
        takeovers.start(found.stream()
                .filter(orphan -> !isOwn(orphan) || ownBefore.contains(orphan))
                .toList());
        ownBefore = found.stream().filter(this::isOwn).collect(Collectors.toSet());
    }

    private boolean isOwn(Orphan orphan) {
        return orphan.owner().equals(node.id());
    }
}
