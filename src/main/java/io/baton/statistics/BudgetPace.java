package io.baton.statistics;

import io.baton.budget.Budget;
import io.baton.budget.BudgetPeriod;
import io.baton.budget.BudgetWatch;
import io.baton.ledger.Period;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The projected cost of this month against the budgets of the site, of groups, and of users with one of their own. */
@ApplicationScoped
public class BudgetPace {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    @Inject
    Statistics statistics;

    @Inject
    BudgetWatch budgets;

    /**
     * @param owner   a user's id, a group as {@code group:12}, or {@code site}
     * @param percent the projected cost as a share of the month's limit
     * @param spent   dollars, month to date
     */
    public record Pace(String owner, BigDecimal percent, BigDecimal spent) {}

    public List<Pace> all(Instant now) {
        return budgets.monthly().stream().map(limit -> pace(limit, now)).toList();
    }

    private Pace pace(BudgetWatch.Monthly limit, Instant now) {
        var projection = projection(
                limit.owner().equals(Budget.SITE) ? null : limit.owner(), limit.dollars(), limit.zone(), now);
        var percent =
                projection.projectedMonthlyCost().multiply(HUNDRED).divide(limit.dollars(), MathContext.DECIMAL64);
        return new Pace(limit.owner(), percent, projection.currentCost());
    }

    /**
     * @param whose a user's id, a payer as {@code group:12}, or null for all
     * @param zone  of the budget
     */
    Projection projection(String whose, BigDecimal limit, ZoneId zone, Instant now) {
        var soon = now.plusSeconds(1);
        var past = new Projection.Past(
                statistics.cost(new Period(BudgetPeriod.MONTH.begins(now, zone), soon), whose),
                statistics.daily(now, Projection.DAYS_BEFORE, zone, whose),
                statistics.cost(new Period(BudgetPeriod.DAY.begins(now, zone), soon), whose),
                statistics.cost(daysAgo(now, 7, 0), whose),
                statistics.cost(daysAgo(now, 14, 7), whose));
        return Projection.of(past, limit, zone, now);
    }

    private static Period daysAgo(Instant now, int from, int to) {
        return new Period(now.minus(Duration.ofDays(from)), now.minus(Duration.ofDays(to)));
    }
}
