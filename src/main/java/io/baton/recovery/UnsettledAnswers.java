package io.baton.recovery;

import io.baton.answer.AnswerEntity;
import io.baton.budget.Holds;
import io.baton.ledger.LostAnswers;
import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Answers that have ended or were deleted, but whose attempts or hold are left. */
@ApplicationScoped
@Transactional
class UnsettledAnswers {
    private static final Logger LOG = Logger.getLogger(UnsettledAnswers.class.getName());

    @PersistenceContext
    EntityManager entities;

    @Inject
    LostAnswers lostAnswers;

    @Inject
    Holds holds;

    /** Settles the attempts and releases the hold of an answer; if the answer still runs, only prolongs its hold. */
    @Pooled(Pool.SETTLEMENT)
    public void settle(UUID answer, Instant now) {
        var row = entities.find(AnswerEntity.class, answer);
        if (row != null && !row.state.hasEnded()) {
            holds.extend(answer, now);
            return;
        }
        lostAnswers.settle(answer, Map.of());
        holds.release(new SqlPipeline(), answer, true);
        LOG.log(Level.INFO, "what answer {0} left behind is settled", answer);
    }

    /** Answers that have ended, have no hold, and have left attempts open for longer than a hold lives. */
    public List<UUID> withoutHold(Instant now, int atMost) {
        return NativeSql.query(entities, """
                        select distinct t.answer_id from attempt t
                        where t.outcome is null and t.started_at < :old
                          and not exists (select from hold h where h.answer_id = t.answer_id)
                          and not exists (select from answer a
                            where a.id = t.answer_id and a.state in ('running', 'stopping'))
                        """, UUID.class)
                .setParameter("old", now.minus(Holds.LIFE))
                .setMaxResults(atMost)
                .getResultList();
    }
}
