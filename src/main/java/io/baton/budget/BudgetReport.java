package io.baton.budget;

import io.baton.model.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells how budgets stand. */
@ApplicationScoped
@Transactional
public class BudgetReport {
    @PersistenceContext
    EntityManager entities;

    @Inject
    BudgetStore budgets;

    @Inject
    BudgetMarks marks;

    @Inject
    Clock clock;

    /** What an account says, and what would stand in it if there were one. */
    private record Figures(BigDecimal spent, BigDecimal held, Long wouldRefuse) {}

    /** A user's, after their own budget or else the default; null: the site's. */
    public BudgetStatus status(String userId) {
        var now = clock.instant();
        var owner = userId == null ? Budget.SITE : userId;
        var budget = userId == null ? budgets.of(Budget.SITE) : budgets.ofUser(userId);
        var day = account(owner, BudgetPeriod.DAY, budget, now);
        var month = account(owner, BudgetPeriod.MONTH, budget, now);
        return new BudgetStatus(
                month.limit(),
                month.spent(),
                month.held(),
                budget.map(Budget::shadow).orElse(null),
                budget.map(Budget::cheaperFrom).orElse(null),
                day,
                month,
                passed(owner, now));
    }

    private BudgetStatus.Account account(String owner, BudgetPeriod period, Optional<Budget> budget, Instant now) {
        var counters = counters(new BudgetKey(owner, period.key(now)), now);
        var limit = budget.map(each -> each.limit(period)).map(Money::dollars).orElse(null);
        if (limit == null) {
            return new BudgetStatus.Account(null, counters.spent(), counters.held(), null, null, null);
        }
        var left = limit.subtract(counters.spent()).subtract(counters.held()).max(BigDecimal.ZERO);
        return new BudgetStatus.Account(
                limit, counters.spent(), counters.held(), left, period.ends(now), counters.wouldRefuse());
    }

    /** The account's where it is open; otherwise what the books say. */
    private Figures counters(BudgetKey key, Instant now) {
        var row = (Object[]) entities.createNativeQuery("""
                        select coalesce(max(a.spent), %s),
                          coalesce(max(a.held), (select coalesce(sum(amount), 0) from hold
                            where :owner = 'site' or user_id = :owner)),
                          coalesce(max(a.would_refuse), 0)
                        from budget_account a where a.owner = :owner and a.period = :period
                        """.formatted(BudgetAccounts.spent()), Object[].class)
                .setParameter("owner", key.owner())
                .setParameter("period", key.period())
                .setParameter("from", key.kind().begins(now))
                .setParameter("to", key.kind().ends(now))
                .getSingleResult();
        return new Figures((BigDecimal) row[0], (BigDecimal) row[1], ((Number) row[2]).longValue());
    }

    private List<BudgetStatus.Passed> passed(String owner, Instant now) {
        return Stream.of(BudgetPeriod.values())
                .flatMap(period -> marks.of(new BudgetKey(owner, period.key(now))).stream())
                .map(mark -> new BudgetStatus.Passed(mark.period(), mark.percent(), mark.reachedAt()))
                .toList();
    }
}
