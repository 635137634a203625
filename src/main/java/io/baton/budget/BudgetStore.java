package io.baton.budget;

import io.baton.model.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The budgets that admins have set, and what of them is left to a user. */
@ApplicationScoped
@Transactional
public class BudgetStore {
    private static final String COLUMNS = "b.owner, b.day_limit, b.month_limit, b.shadow, b.cheaper_from";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @PersistenceContext
    EntityManager entities;

    @Inject
    BudgetAccounts accounts;

    private volatile Instant noneUntil = Instant.MIN;

    /** Sets a budget in place of what was set before. Accounts that are open follow at their next use. */
    public void set(Budget budget, String by, Instant now) {
        entities.createNativeQuery("""
                        insert into budget (owner, day_limit, month_limit, shadow, cheaper_from, updated_at, updated_by)
                        values (:owner, :day, :month, :shadow, :cheaper, :now, :by)
                        on conflict (owner) do update set day_limit = excluded.day_limit,
                          month_limit = excluded.month_limit, shadow = excluded.shadow,
                          cheaper_from = excluded.cheaper_from, updated_at = excluded.updated_at,
                          updated_by = excluded.updated_by
                        """)
                .setParameter("owner", budget.owner())
                .setParameter("day", dollars(budget.day()))
                .setParameter("month", dollars(budget.month()))
                .setParameter("shadow", budget.shadow())
                .setParameter("cheaper", budget.cheaperFrom())
                .setParameter("now", now)
                .setParameter("by", by)
                .executeUpdate();
        noneUntil = Instant.MIN;
        accounts.closeUnlimited(now);
    }

    /** Forgets what was set: the default applies again, or for the site and the default itself no limit. */
    public void remove(String owner, Instant now) {
        entities.createNativeQuery("delete from budget where owner = :owner")
                .setParameter("owner", owner)
                .executeUpdate();
        accounts.closeUnlimited(now);
    }

    /** What was set for exactly this owner. */
    public Optional<Budget> of(String owner) {
        List<?> rows = entities.createNativeQuery(
                        "select " + COLUMNS + " from budget b where b.owner = :owner", Object[].class)
                .setParameter("owner", owner)
                .getResultList();
        return rows.stream().map(Object[].class::cast).map(BudgetStore::budget).findFirst();
    }

    /** All that are set: the site's and the default first, then users by their ids. */
    public List<Budget> all() {
        List<?> rows = entities.createNativeQuery(
                        "select " + COLUMNS
                                + " from budget b order by b.owner <> 'site', b.owner <> 'default', b.owner",
                        Object[].class)
                .getResultList();
        return rows.stream().map(Object[].class::cast).map(BudgetStore::budget).toList();
    }

    /** The budget that applies to a user by themself: their own, or the default. */
    public Optional<Budget> ofUser(String userId) {
        return of(userId).or(() -> of(Budget.DEFAULT));
    }

    /**
     * What the user may spend now, after their own budget (or the default) and the site's. While nobody has a budget this
     * asks the database once a second, and not for each answer; so the first budget of all binds after a second at the latest.
     */
    public Allowance allowance(String userId, Instant now) {
        if (noneUntil.isAfter(now)) {
            return new Allowance(List.of(), now);
        }
        var lines = lines(userId, now);
        if (lines.isEmpty() && all().isEmpty()) {
            noneUntil = now.plus(LOOK_AGAIN);
        }
        var missing = lines.stream().filter(line -> line.used() == null).toList();
        if (!missing.isEmpty()) {
            missing.stream()
                    .sorted((a, b) -> a.key().compareTo(b.key()))
                    .forEach(line -> accounts.open(line.key(), line.limit(), now));
            lines = lines(userId, now);
        }
        return new Allowance(lines, now);
    }

    private List<Allowance.Line> lines(String userId, Instant now) {
        List<?> rows = entities.createNativeQuery("select " + COLUMNS + """
                        , d.spent + d.held as day_used, m.spent + m.held as month_used
                        from budget b
                        left join budget_account d on d.period = :day
                          and d.owner = case b.owner when 'default' then :user else b.owner end
                        left join budget_account m on m.period = :month
                          and m.owner = case b.owner when 'default' then :user else b.owner end
                        where b.owner in (:user, 'site')
                          or b.owner = 'default' and not exists (select from budget where owner = :user)
                        """, Object[].class)
                .setParameter("user", userId)
                .setParameter("day", BudgetPeriod.DAY.key(now))
                .setParameter("month", BudgetPeriod.MONTH.key(now))
                .getResultList();
        var lines = new ArrayList<Allowance.Line>();
        rows.stream().map(Object[].class::cast).forEach(row -> {
            var budget = budget(row);
            var owner = budget.owner().equals(Budget.DEFAULT) ? userId : budget.owner();
            line(budget, owner, BudgetPeriod.DAY, row[5], now).ifPresent(lines::add);
            line(budget, owner, BudgetPeriod.MONTH, row[6], now).ifPresent(lines::add);
        });
        return lines;
    }

    private static Optional<Allowance.Line> line(
            Budget budget, String owner, BudgetPeriod period, Object used, Instant now) {
        return Optional.ofNullable(budget.limit(period))
                .map(limit -> new Allowance.Line(
                        new BudgetKey(owner, period.key(now)),
                        limit,
                        money(used),
                        budget.shadow(),
                        budget.cheaperFrom()));
    }

    private static Budget budget(Object[] row) {
        return new Budget((String) row[0], money(row[1]), money(row[2]), (Boolean) row[3], (Integer) row[4]);
    }

    private static Money money(Object dollars) {
        return dollars == null ? null : Money.ofDollars((BigDecimal) dollars);
    }

    private static BigDecimal dollars(Money money) {
        return money == null ? null : money.dollars();
    }
}
