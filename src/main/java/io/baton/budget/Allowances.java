package io.baton.budget;

import io.baton.model.Money;
import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** What budgets leave to users. Opens the accounts that are needed. */
@ApplicationScoped
@Transactional
public class Allowances {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @PersistenceContext
    EntityManager entities;

    @Inject
    BudgetAccounts accounts;

    @Inject
    @ConfigProperties
    BudgetConfig config;

    private volatile Instant noneUntil = Instant.MIN;

    /**
     * What the user may spend now, by their own budget (or the default), those of the other payers, and the site's. While there is no
     * budget at all, this asks the database only once a second; so the very first budget takes effect within a second.
     *
     * @param payers owners of budgets that pay besides user and site
     */
    public Allowance of(String userId, Collection<String> payers, Instant now) {
        if (noneUntil.isAfter(now)) {
            return new Allowance(List.of(), now);
        }
        var lines = lines(userId, payers, now);
        if (lines.isEmpty() && noBudgets()) {
            noneUntil = now.plus(LOOK_AGAIN);
        }
        var missing = lines.stream().filter(line -> line.used() == null).toList();
        if (!missing.isEmpty()) {
            missing.stream()
                    .sorted((a, b) -> a.key().compareTo(b.key()))
                    .forEach(line -> accounts.open(line.key(), line.limit(), now));
            lines = lines(userId, payers, now);
        }
        return new Allowance(lines, now);
    }

    /** To be called when a budget is set on this node. */
    public void changed() {
        noneUntil = Instant.MIN;
    }

    private boolean noBudgets() {
        return entities.createQuery("select count(*) from BudgetEntity b", Long.class)
                        .getSingleResult()
                == 0;
    }

    /** @param period of an account that is open now; null: there is none */
    private record Row(
            String owner,
            BigDecimal dayLimit,
            BigDecimal monthLimit,
            boolean shadow,
            Integer cheaperFrom,
            String timeZone,
            String period,
            BigDecimal used) {
        Budget budget() {
            return new Budget(
                    owner,
                    BudgetEntity.money(dayLimit),
                    BudgetEntity.money(monthLimit),
                    shadow,
                    cheaperFrom,
                    BudgetEntity.zone(timeZone));
        }
    }

    private List<Allowance.Line> lines(String userId, Collection<String> payers, Instant now) {
        var rows = NativeSql.query(entities, """
                        select b.owner, b.day_limit, b.month_limit, b.shadow, b.cheaper_from, b.time_zone,
                          a.period, a.spent + a.held as used
                        from budget b left join budget_account a on a.begins_at <= :now and a.ends_at > :now
                          and a.owner = case b.owner when 'default' then :user else b.owner end
                        where b.owner in (:user, 'site') or b.owner = any(:payers)
                          or b.owner = 'default' and not exists (select from budget where owner = :user)
                        """, Row.class)
                .setParameter("user", userId)
                .setParameter("payers", payers.toArray(String[]::new))
                .setParameter("now", now)
                .getResultList();
        var used = new HashMap<BudgetKey, Money>();
        var budgets = new LinkedHashMap<String, Budget>();
        for (var row : rows) {
            var owner = row.owner().equals(Budget.DEFAULT) ? userId : row.owner();
            budgets.put(owner, row.budget());
            if (row.period() != null) {
                used.put(new BudgetKey(owner, row.period()), BudgetEntity.money(row.used()));
            }
        }
        return budgets.entrySet().stream()
                .flatMap(entry -> Stream.of(BudgetPeriod.values())
                        .flatMap(period -> line(entry.getValue(), entry.getKey(), period, used, now).stream()))
                .toList();
    }

    private Optional<Allowance.Line> line(
            Budget budget, String owner, BudgetPeriod period, Map<BudgetKey, Money> used, Instant now) {
        var key = BudgetKey.of(owner, period, now, budget.zoneOr(config.zone));
        return Optional.ofNullable(budget.limit(period))
                .map(limit -> new Allowance.Line(key, limit, used.get(key), budget.shadow(), budget.cheaperFrom()));
    }
}
