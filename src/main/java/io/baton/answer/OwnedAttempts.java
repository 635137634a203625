package io.baton.answer;

import io.baton.ledger.Ledger;
import io.baton.ledger.Settlement;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

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
        var ours = entities.createNativeQuery("""
                        select 1 from answer where id = :id and epoch = :epoch and state in ('running', 'stopping')
                        for share
                        """, Integer.class)
                .setParameter("id", job.answerId())
                .setParameter("epoch", job.epoch())
                .getResultList();
        if (ours.isEmpty()) {
            throw new NotOurs(job.answerId());
        }
        enter(job.billedAnswer(), opened);
        settled.forEach(ledger::settle);
    }

    /** Opens the ledger rows of requests. Rows that exist stay as they are. */
    @Transactional
    public void enter(Ledger.BilledAnswer billedAnswer, List<OpenedAttempt> opened) {
        opened.forEach(
                each -> ledger.open(each.attempt(), billedAnswer, each.ordinal(), each.model(), each.promptTokens()));
    }
}
