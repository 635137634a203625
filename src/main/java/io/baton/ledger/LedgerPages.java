package io.baton.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/**
 * Reads the ledger page by page, in the order of the ids, which is the order of time. Each page is a transaction of its own, so
 * that a slow client holds no connection.
 */
@ApplicationScoped
@Transactional
public class LedgerPages {
    static final int PAGE = 1_000;
    private static final UUID FIRST = new UUID(0, 0);

    @PersistenceContext
    EntityManager entities;

    /**
     * The next rows of a period.
     *
     * @param userId null: all users
     * @param apiKey null: with any API key or without
     * @param last   the id of the last row that was read; null: from the beginning
     */
    public List<LedgerLine> after(UUID last, Period period, String userId, UUID apiKey) {
        return entities.createQuery("""
                        select a.id, a.startedAt, a.answerId, a.conversationId, a.userId, a.ordinal, a.model, a.provider,
                          a.outcome, a.detail, a.inputTokens, a.outputTokens, a.cachedTokens, a.reasoningTokens, a.source,
                          a.priceVersion, a.cost, a.firstOutputMillis, a.totalMillis, a.endedAnswer, a.finishReason,
                          a.saved, a.groupId, a.apiKeyId
                        from AttemptEntity a
                        where a.id > :last and a.startedAt >= :from and a.startedAt < :to
                          and (cast(:user as String) is null or a.userId = :user)
                          and (cast(:key as String) is null or cast(a.apiKeyId as String) = :key)
                        order by a.id
                        """, LedgerLine.class)
                .setParameter("last", last == null ? FIRST : last)
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setParameter("user", userId)
                .setParameter("key", apiKey == null ? null : apiKey.toString())
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .setMaxResults(PAGE)
                .getResultList();
    }
}
