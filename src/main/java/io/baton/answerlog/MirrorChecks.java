package io.baton.answerlog;

import io.baton.answer.AnswerStore;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * Asks PostgreSQL about all mirrored answers with one statement: which have ended or were deleted although no frame says so, and who
 * owns the others. Every few seconds, and every second while there are mirrors of which nothing is known yet.
 */
@ApplicationScoped
class MirrorChecks {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration SETTLED_PERIOD = Duration.ofSeconds(5);

    @Inject
    LogRegistry logs;

    @Inject
    AnswerStore answers;

    @Inject
    LogMessages messages;

    @Inject
    TaskScheduler tasks;

    private volatile Set<UUID> published = Set.of();
    private long checkedAt = System.nanoTime();

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.start("mirror-checks", Schedule.every(PERIOD), this::check);
    }

    /** Whether the answer's owner publishes its frames, as far as known; an older version does not. */
    boolean isPublished(UUID answerId) {
        return published.contains(answerId);
    }

    private void check() {
        var mirrors = logs.mirrorsInUse();
        var settled = published.containsAll(mirrors.keySet());
        if (mirrors.isEmpty() || settled && System.nanoTime() - checkedAt < SETTLED_PERIOD.toNanos()) {
            return;
        }
        checkedAt = System.nanoTime();
        var owners = answers.runningOwners(mirrors.keySet());
        published = messages.published(owners).orElse(Set.of());
        mirrors.forEach((answerId, mirror) -> {
            if (!owners.containsKey(answerId)) {
                mirror.markInDoubt();
            }
        });
    }
}
