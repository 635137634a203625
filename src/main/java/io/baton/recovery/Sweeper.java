package io.baton.recovery;

import io.baton.answer.AnswerEntity;
import io.baton.answer.IdempotencyKeys;
import io.baton.budget.Holds;
import io.baton.ledger.LostAnswers;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends what nobody else will: expired holds, each in a transaction of its own, attempts left open by answers that have ended
 * or have no row any more, and idempotency keys that have had their day.
 */
@ApplicationScoped
class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int AT_A_TIME = 500;

    @PersistenceContext
    EntityManager entities;

    @Inject
    LostAnswers lostAnswers;

    @Inject
    Holds holds;

    @Inject
    IdempotencyKeys keys;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    @Inject
    Sweeper self;

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("sweeper", Schedule.every(PERIOD), () -> round(clock.instant()));
    }

    /** One that can't be swept does not keep the others, nor one kind of them another. */
    public void round(Instant now) {
        var kinds = List.<Runnable>of(
                () -> endAll(holds.expired(now, AT_A_TIME), now),
                () -> endAll(self.abandoned(now), now),
                () -> keys.deleteExpired(now));
        TaskScheduler.forEach(kinds, Runnable::run);
    }

    private void endAll(List<UUID> answers, Instant now) {
        TaskScheduler.forEach(answers, answer -> sweep(answer, now));
    }

    /** One that never can be swept is not said in each round: it waits for as long as a hold lives. */
    private void sweep(UUID answer, Instant now) {
        try {
            self.end(answer, now);
        } catch (RuntimeException failed) {
            if (DatabaseFailure.isTransient(failed)) {
                throw failed;
            }
            DatabaseFailure.log(LOG, Level.SEVERE, "answer " + answer + " can't be swept", failed);
            holds.extend(answer, now);
        }
    }

    /** Settles and releases an answer that is over; one that still runs keeps its hold. */
    @Pooled(Pool.SETTLEMENT)
    @Transactional
    public void end(UUID answer, Instant now) {
        var row = entities.find(AnswerEntity.class, answer);
        if (row != null && !row.state.hasEnded()) {
            holds.extend(answer, now);
            return;
        }
        lostAnswers.settle(answer, Map.of());
        holds.release(answer);
        LOG.log(Level.INFO, "what answer {0} left behind is settled", answer);
    }

    /** Answers that are over, have no hold, and left attempts open for longer than any hold lives. */
    @Transactional
    public List<UUID> abandoned(Instant now) {
        return NativeSql.query(entities, """
                        select distinct t.answer_id from attempt t
                        where t.outcome is null and t.started_at < :old
                          and not exists (select from hold h where h.answer_id = t.answer_id)
                          and not exists (select from answer a
                            where a.id = t.answer_id and a.state in ('running', 'stopping'))
                        """, UUID.class)
                .setParameter("old", now.minus(Holds.LIFE))
                .setMaxResults(AT_A_TIME)
                .getResultList();
    }
}
