package io.baton.budget;

import io.baton.model.Money;
import io.baton.platform.NativeSql;
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

/** Reports what is spent, held and left of budgets. */
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

    /** What an account says, or would say if there were one. */
    private record Figures(BigDecimal spent, BigDecimal held, Long wouldRefuse) {}

    /** The status of a user, by their own budget or else the default; null: the status of the site. */
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
                marks(owner, now));
    }

    private BudgetStatus.Account account(String owner, BudgetPeriod period, Optional<Budget> budget, Instant now) {
        var figures = figures(new BudgetKey(owner, period.key(now)), now);
        var limit = budget.map(each -> each.limit(period)).map(Money::dollars).orElse(null);
        if (limit == null) {
            return new BudgetStatus.Account(null, figures.spent(), figures.held(), null, null, null);
        }
        var left = limit.subtract(figures.spent()).subtract(figures.held()).max(BigDecimal.ZERO);
        return new BudgetStatus.Account(
                limit, figures.spent(), figures.held(), left, period.ends(now), figures.wouldRefuse());
    }

    /** From the account if it is open, otherwise from ledger and holds. */
    private Figures figures(BudgetKey key, Instant now) {
        return NativeSql.query(entities, """
                        select coalesce(max(a.spent), %s),
                          coalesce(max(a.held), (select coalesce(sum(amount), 0) from hold
                            where :owner = 'site' or user_id = :owner)),
                          coalesce(max(a.would_refuse), 0)
                        from budget_account a where a.owner = :owner and a.period = :period
                        """.formatted(BudgetAccounts.spent()), Figures.class)
                .setParameter("owner", key.owner())
                .setParameter("period", key.period())
                .setParameter("from", key.kind().begins(now))
                .setParameter("to", key.kind().ends(now))
                .getSingleResult();
    }

    private List<BudgetStatus.Passed> marks(String owner, Instant now) {
        return Stream.of(BudgetPeriod.values())
                .flatMap(period -> marks.of(new BudgetKey(owner, period.key(now))).stream())
                .toList();
    }
}
