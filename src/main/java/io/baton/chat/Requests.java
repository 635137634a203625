package io.baton.chat;

import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.usage.Ledger;
import io.baton.usage.Settlement;
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
class Requests {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Ledger ledger;

    /** Another node owns the answer now. */
    static final class NotOurs extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotOurs(UUID answerId) {
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
    public void open(Assignment assignment, List<Opened> opened, List<Settlement> settled) {
        var ours = entities.createNativeQuery("""
                        select 1 from answer where id = :id and epoch = :epoch and state in ('running', 'stopping')
                        for share
                        """, Integer.class)
                .setParameter("id", assignment.answerId())
                .setParameter("epoch", assignment.epoch())
                .getResultList();
        if (ours.isEmpty()) {
            throw new NotOurs(assignment.answerId());
        }
        enter(assignment.account(), opened);
        settled.forEach(ledger::settle);
    }

    /** Enters into the books what has left while PostgreSQL was away. */
    @Transactional
    public void enter(Ledger.Account account, List<Opened> opened) {
        opened.forEach(each -> each.enter(ledger, account));
    }
}
