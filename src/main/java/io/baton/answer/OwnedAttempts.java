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

/** Records requests of answers that have begun, as long as the answer is ours. */
@ApplicationScoped
@Pooled(Pool.SETTLEMENT)
public class OwnedAttempts {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Ledger ledger;

    /** Another node owns the answer now. */
    public static final class NotOurs extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotOurs(UUID answerId) {
            super("answer " + answerId + " is another node's now");
        }
    }

    /**
     * Opens the rows of a request that is about to leave, and of those that have none yet, and settles those before it that need
     * no counting. Nobody can take the answer over in between, so whoever does finds the row.
     *
     * @throws NotOurs where somebody has; then nothing is recorded, and the request must not leave
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
        enter(job.account(), opened);
        settled.forEach(ledger::settle);
    }

    /** Enters into the books what has left while PostgreSQL was away. */
    @Transactional
    public void enter(Ledger.Account account, List<OpenedAttempt> opened) {
        opened.forEach(each -> each.enter(ledger, account));
    }
}
