package io.baton.answer;

import io.baton.ledger.Ledger;
import io.baton.ledger.Settlement;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Records further requests of an answer while this node owns it. */
@ApplicationScoped
@Pooled(Pool.SETTLEMENT)
public class OwnedAttempts {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Ledger ledger;

    /** Thrown if another node owns the answer now. */
    public static final class NotOurs extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotOurs(UUID answerId) {
            super("answer " + answerId + " is another node's now");
        }
    }

    /**
     * Opens the ledger rows of a request that is to be sent and of earlier ones that have no row yet, and settles earlier attempts. The
     * answer's row is locked meanwhile, so that a node which takes the answer over finds them.
     *
     * @throws NotOurs if another node owns the answer; then nothing is recorded, and the request must not be sent
     */
    @Transactional
    public void open(GenerationJob job, List<OpenedAttempt> opened, List<Settlement> settled) {
        var sql = new SqlPipeline();
        var ours = new AtomicBoolean();
        sql.query("""
                select 1 from answer where id = ? and epoch = ? and state in ('running', 'stopping') for share
                """, row -> ours.set(true), job.answerId(), job.epoch());
        enter(sql, job.billedAnswer(), opened);
        settled.forEach(each -> ledger.settle(sql, each));
        sql.run(entities);
        if (!ours.get()) {
            throw new NotOurs(job.answerId());
        }
    }

    /** Opens the ledger rows of requests. Rows that exist stay as they are. */
    @Transactional
    public void enter(Ledger.BilledAnswer billedAnswer, List<OpenedAttempt> opened) {
        var sql = new SqlPipeline();
        enter(sql, billedAnswer, opened);
        sql.run(entities);
    }

    void enter(SqlPipeline sql, Ledger.BilledAnswer billedAnswer, List<OpenedAttempt> opened) {
        opened.forEach(each ->
                ledger.open(sql, each.attempt(), billedAnswer, each.ordinal(), each.model(), each.promptTokens()));
    }
}
