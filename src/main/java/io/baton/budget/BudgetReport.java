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
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperties;

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

    @Inject
    @ConfigProperties
    BudgetConfig config;

    /** What an account says, or would say if there were one. */
    private record Figures(BigDecimal spent, BigDecimal held, Long wouldRefuse) {}

    /**
     * The status of a budget.
     *
     * @param owner a user's id, whose own budget it is or else the default; {@link Budget#ofGroup}; null: the site
     */
    public BudgetStatus status(String owner) {
        var now = clock.instant();
        var whose = owner == null ? Budget.SITE : owner;
        var budget = whose.equals(Budget.SITE) || whose.contains(":") ? budgets.of(whose) : budgets.ofUser(whose);
        var zone = budget.map(Budget::zone).orElse(config.zone);
        var day = account(BudgetKey.of(whose, BudgetPeriod.DAY, now, zone), budget, now);
        var month = account(BudgetKey.of(whose, BudgetPeriod.MONTH, now, zone), budget, now);
        return new BudgetStatus(
                month.limit(),
                month.spent(),
                month.held(),
                budget.map(Budget::shadow).orElse(null),
                budget.map(Budget::cheaperFrom).orElse(null),
                zone.getId(),
                day,
                month,
                marks(whose, zone, now));
    }

    private BudgetStatus.Account account(BudgetKey key, Optional<Budget> budget, Instant now) {
        var span = key.kind().of(now, key.zone());
        var figures = figures(key, span);
        var limit =
                budget.map(each -> each.limit(key.kind())).map(Money::dollars).orElse(null);
        if (limit == null) {
            return new BudgetStatus.Account(
                    null, figures.spent(), figures.held(), null, span.begins(), span.ends(), null, null);
        }
        var left = limit.subtract(figures.spent()).subtract(figures.held()).max(BigDecimal.ZERO);
        return new BudgetStatus.Account(
                limit,
                figures.spent(),
                figures.held(),
                left,
                span.begins(),
                span.ends(),
                span.ends(),
                figures.wouldRefuse());
    }

    /** From the account if it is open, otherwise from ledger and holds. */
    private Figures figures(BudgetKey key, BudgetPeriod.Span span) {
        return NativeSql.query(entities, """
                        select coalesce(max(a.spent), %s),
                          coalesce(max(a.held), (select coalesce(sum(amount), 0) from hold
                            where :owner = 'site' or user_id = :owner or answer_id in (
                              select id from answer where state in ('running', 'stopping')
                                and ('group:' || group_id = :owner or 'key:' || api_key_id = :owner)))),
                          coalesce(max(a.would_refuse), 0)
                        from budget_account a where a.owner = :owner and a.period = :period
                        """.formatted(BudgetAccounts.spent()), Figures.class)
                .setParameter("owner", key.owner())
                .setParameter("period", key.period())
                .setParameter("from", span.begins())
                .setParameter("to", span.ends())
                .getSingleResult();
    }

    private List<BudgetStatus.Passed> marks(String owner, ZoneId zone, Instant now) {
        return Stream.of(BudgetPeriod.values())
                .flatMap(period -> marks.of(BudgetKey.of(owner, period, now, zone)).stream())
                .toList();
    }
}
