package io.baton.recovery;

import io.baton.answer.IdempotencyKeys;
import io.baton.budget.Holds;
import io.baton.cluster.Node;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Cleans up what no node owns any more: expired holds, each in a transaction of its own; attempts left open by answers that have ended
 * or have no row; expired idempotency keys; rows of nodes that died long ago.
 */
@ApplicationScoped
class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int AT_A_TIME = 500;

    @Inject
    UnsettledAnswers unsettled;

    @Inject
    Holds holds;

    @Inject
    IdempotencyKeys keys;

    @Inject
    Node node;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("sweeper", Schedule.every(PERIOD), () -> round(clock.instant()));
    }

    /** A failure does not affect other answers, nor other kinds of clean-up. */
    void round(Instant now) {
        var kinds = List.<Runnable>of(
                () -> endAll(holds.expired(now, AT_A_TIME), now),
                () -> endAll(unsettled.withoutHold(now, AT_A_TIME), now),
                () -> keys.deleteExpired(now),
                node::forgetDead);
        TaskScheduler.forEach(kinds, Runnable::run);
    }

    private void endAll(List<UUID> answers, Instant now) {
        TaskScheduler.forEach(answers, answer -> sweep(answer, now));
    }

    /** An answer that can never be cleaned up is logged once per lifetime of a hold, not in each round. */
    private void sweep(UUID answer, Instant now) {
        try {
            unsettled.settle(answer, now);
        } catch (RuntimeException failed) {
            if (DatabaseFailure.isTransient(failed)) {
                throw failed;
            }
            DatabaseFailure.log(LOG, Level.SEVERE, "answer " + answer + " can't be swept", failed);
            holds.extend(answer, now);
        }
    }
}
