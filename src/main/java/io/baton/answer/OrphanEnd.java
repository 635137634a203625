package io.baton.answer;

import io.baton.answer.AnswerEntity.State;
import io.baton.budget.Holds;
import io.baton.ledger.LostAnswers;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Ends answers of failed nodes that nobody resumes. Their messages are not stored. */
@ApplicationScoped
@Pooled(Pool.SETTLEMENT)
public class OrphanEnd {
    @PersistenceContext
    EntityManager entities;

    @Inject
    LostAnswers lostAnswers;

    @Inject
    Holds holds;

    @Inject
    Clock clock;

    /**
     * Ends an answer and settles its attempts.
     *
     * @param logged       the outcome that its log shows; empty: the log has no terminal frame
     * @param outputTokens of each open attempt, as far as its output is known
     * @return false: the answer has another owner or epoch now, or has ended; nothing has changed
     */
    @Transactional
    public boolean end(AnswerEntity orphan, Optional<AnswerOutcome> logged, Map<UUID, Integer> outputTokens) {
        var unlogged = orphan.state == State.stopping
                ? new AnswerOutcome.Stopped()
                : new AnswerOutcome.Failed(ErrorCode.UNKNOWN_ERROR);
        if (!endRow(orphan, logged.orElse(unlogged))) {
            return false;
        }
        lostAnswers.settle(orphan.id, outputTokens);
        holds.release(new SqlPipeline(), orphan.id, true);
        return true;
    }

    private boolean endRow(AnswerEntity orphan, AnswerOutcome outcome) {
        return entities.createQuery("""
                                update AnswerEntity a set a.epoch = a.epoch + 1, a.endedAt = :now, a.state = :state,
                                  a.finishReason = :reason, a.errorCode = :code
                                where a.id = :id and a.owner = :owner and a.epoch = :epoch
                                  and a.state in (running, stopping)
                                """)
                        .setParameter("now", clock.instant())
                        .setParameter("state", outcome.state())
                        .setParameter("reason", outcome.finishReason())
                        .setParameter("code", outcome.errorCode())
                        .setParameter("id", orphan.id)
                        .setParameter("owner", orphan.owner)
                        .setParameter("epoch", orphan.epoch)
                        .executeUpdate()
                == 1;
    }
}
