package io.baton.person;

import io.baton.generation.StopBroadcast;
import io.baton.person.Erasures.Erasure;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.security.RevokedSessions;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Erases persons, step by step: each step is a transaction that may be repeated, so whatever dies in the middle, a node continues. The
 * order matters: sessions end first, then answers; the audit is last, because the steps before may still be retried.
 */
@ApplicationScoped
class Eraser {
    private static final Logger LOG = Logger.getLogger(Eraser.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Inject
    Erasures erasures;

    @Inject
    PersonalData data;

    @Inject
    RedisTraces redis;

    @Inject
    RevokedSessions sessions;

    @Inject
    StopBroadcast stops;

    @Inject
    TaskScheduler tasks;

    void begin(@Observes @Priority(5) Startup startup) {
        tasks.start("erasures", Schedule.every(PERIOD).withEndlessRuns(), this::run);
    }

    void run() {
        erasures.take().ifPresent(erasure -> {
            var isDone = false;
            try {
                isDone = erase(erasure);
            } finally {
                if (!isDone) {
                    erasures.keep(erasure, Duration.ZERO);
                }
            }
        });
    }

    /** Whether nothing is left; otherwise it is continued later. */
    private boolean erase(Erasure erasure) {
        var user = erasure.userId();
        sessions.revokeErased(user);
        stops.stop(data.stopAnswers(user));
        if (data.unfinishedAnswers(user) > 0) {
            return false;
        }
        repeat(erasure, () -> data.deleteConversations(user));
        repeat(erasure, () -> deleteAnswers(user));
        repeat(erasure, () -> data.renameBooks(user, erasure.pseudonym()));
        repeat(erasure, () -> data.renameOrDeleteTheRest(user, erasure.pseudonym()));
        redis.deleteKeysOf(user);
        var isDone = data.finish(erasure) > 0;
        if (isDone) {
            LOG.log(Level.INFO, "erasure {0} is finished", erasure.id());
        }
        return isDone;
    }

    private int deleteAnswers(String userId) {
        var answers = data.endedAnswers(userId);
        redis.deleteLogs(answers);
        return answers.isEmpty() ? 0 : data.deleteAnswers(answers);
    }

    private void repeat(Erasure erasure, IntSupplier step) {
        while (step.getAsInt() > 0) {
            erasures.keep(erasure, Erasures.TURN);
        }
    }
}
