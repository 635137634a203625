package io.baton.budget;

import io.baton.model.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** The soft marks of budgets: each is recorded once in each period of each account, when spending reaches it. */
@ApplicationScoped
@Transactional
class BudgetMarks {
    private static final List<Integer> PERCENTS = List.of(50, 80, 100);

    @PersistenceContext
    EntityManager entities;

    /**
     * Records the marks that an account has just reached.
     *
     * @param added what was spent last
     * @param spent the sum with it
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(BudgetKey key, Money added, Money spent, Money limit, Instant now) {
        var before = spent.minus(added);
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

    private record Reached(int percent, Instant at) {}

    /** The marks that an account has reached, lowest first. */
    public List<BudgetStatus.Passed> of(BudgetKey key) {
        return entities
                .createQuery("""
                        select m.percent, m.reachedAt from BudgetMarkEntity m
                        where m.owner = :owner and m.period = :period order by m.percent
                        """, Reached.class)
                .setParameter("owner", key.owner())
                .setParameter("period", key.period())
                .getResultList()
                .stream()
                .map(mark -> new BudgetStatus.Passed(key.label(), mark.percent(), mark.at()))
                .toList();
    }
}
