package io.baton.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/**
 * The ledger page by page, in the order of the ids, which is that of time. Each page is a transaction of its own, so that
 * a slow reader holds no connection.
 */
@ApplicationScoped
@Transactional
public class LedgerPages {
    static final int PAGE = 1_000;
    static final List<String> COLUMNS = List.of(
            "id",
            "started_at",
            "answer_id",
            "conversation_id",
            "user_id",
            "ordinal",
            "model",
            "provider",
            "outcome",
            "detail",
            "input_tokens",
            "output_tokens",
            "cached_tokens",
            "reasoning_tokens",
            "source",
            "price_version",
            "cost",
            "first_output_ms",
            "total_ms",
            "ended_answer");
    private static final UUID FIRST = new UUID(0, 0);

    @PersistenceContext
    EntityManager entities;

    /**
     * The rows after one that was read before, in the order of {@link #COLUMNS}.
     *
     * @param userId null: everybody's
     * @param last   null: from the beginning
     */
    @SuppressWarnings("unchecked")
    public List<Object[]> after(UUID last, Period period, String userId) {
        return entities.createNativeQuery("select " + String.join(", ", COLUMNS) + """
                         from attempt where id > :last and started_at >= :from and started_at < :to
                          and (cast(:user as varchar) is null or user_id = :user)
                        order by id
                        """, Object[].class)
                .setParameter("last", last == null ? FIRST : last)
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setParameter("user", userId)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .setMaxResults(PAGE)
                .getResultList();
    }
}
