package io.baton.budget;

import io.baton.model.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The soft marks of budgets: passing one is an event, recorded once in each period of each account. */
@ApplicationScoped
@Transactional
class BudgetMarks {
    private static final List<Integer> PERCENTS = List.of(50, 80, 100);

    private static final String SELECT =
            "select owner, period, percent, spent, limit_amount, reached_at from budget_mark ";

    @PersistenceContext
    EntityManager entities;

    /**
     * A mark that was passed.
     *
     * @param owner  a user's id, or {@code site}
     * @param period {@code 2026-11-23} or {@code 2026-11}
     * @param spent  dollars, when it was passed
     * @param limit  dollars
     */
    public record Mark(
            String owner, String period, int percent, BigDecimal spent, BigDecimal limit, Instant reachedAt) {}

    /** Records the marks that this spending has passed. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void note(BudgetKey key, Money spentNow, Money spent, Money limit, Instant now) {
        var before = spent.minus(spentNow);
        PERCENTS.stream()
                .filter(percent -> spent.reaches(percent, limit) && !before.reaches(percent, limit))
                .forEach(percent -> entities.createNativeQuery("""
                                insert into budget_mark (owner, period, percent, spent, limit_amount, reached_at)
                                values (:owner, :period, :percent, :spent, :limit, :now) on conflict do nothing
                                """)
                        .setParameter("owner", key.owner())
                        .setParameter("period", key.period())
                        .setParameter("percent", percent)
                        .setParameter("spent", spent.dollars())
                        .setParameter("limit", limit.dollars())
                        .setParameter("now", now)
                        .executeUpdate());
    }

    /** All marks that were passed since then, oldest first; for alerts. */
    public List<Mark> since(Instant moment) {
        return marks(entities.createNativeQuery(
                        SELECT + "where reached_at >= :since order by reached_at, owner, period, percent",
                        Object[].class)
                .setParameter("since", moment));
    }

    /** An account's marks, lowest first. */
    public List<Mark> of(BudgetKey key) {
        return marks(entities.createNativeQuery(
                        SELECT + "where owner = :owner and period = :period order by percent", Object[].class)
                .setParameter("owner", key.owner())
                .setParameter("period", key.period()));
    }

    private static List<Mark> marks(Query query) {
        List<?> rows = query.getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Mark(
                        (String) row[0],
                        (String) row[1],
                        (Integer) row[2],
                        (BigDecimal) row[3],
                        (BigDecimal) row[4],
                        (Instant) row[5]))
                .toList();
    }
}
