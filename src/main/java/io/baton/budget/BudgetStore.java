package io.baton.budget;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.http.Version;
import io.baton.model.Money;
import io.baton.platform.NativeSql;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The budgets that admins have set. */
@ApplicationScoped
@Transactional
public class BudgetStore {
    private static final Comparator<Budget> SITE_FIRST = Comparator.comparing(
                    (Budget budget) -> !budget.owner().equals(Budget.SITE))
            .thenComparing(budget -> !budget.owner().equals(Budget.DEFAULT))
            .thenComparing(Budget::owner);

    @PersistenceContext
    EntityManager entities;

    @Inject
    BudgetAccounts accounts;

    @Inject
    AuditLog audit;

    @Inject
    Allowances allowances;

    /** Sets or replaces a budget, whatever it was. */
    public void set(Budget budget, String by, Instant now) {
        set(budget, null, by, now);
    }

    /**
     * Sets or replaces a budget. Open accounts take its limits at their next use.
     *
     * @param ifMatch the version that was read; null: any
     * @throws Problem 409 if it has another version
     */
    public void set(Budget budget, String ifMatch, String by, Instant now) {
        lock(budget.owner(), ifMatch);
        audit.record(Action.BUDGET_SET, "budget:" + budget.owner(), of(budget.owner()), budget);
        entities.createNativeQuery("""
                        insert into budget
                          (owner, day_limit, month_limit, shadow, cheaper_from, time_zone, updated_at, updated_by)
                        values (:owner, :day, :month, :shadow, :cheaper, :zone, :now, :by)
                        on conflict (owner) do update set day_limit = excluded.day_limit,
                          month_limit = excluded.month_limit, shadow = excluded.shadow,
                          cheaper_from = excluded.cheaper_from, time_zone = excluded.time_zone,
                          updated_at = excluded.updated_at, updated_by = excluded.updated_by
                        """)
                .setParameter("owner", budget.owner())
                .setParameter("day", dollars(budget.day()))
                .setParameter("month", dollars(budget.month()))
                .setParameter("shadow", budget.shadow())
                .setParameter("cheaper", budget.cheaperFrom())
                .setParameter(
                        "zone", budget.zone() == null ? null : budget.zone().getId())
                .setParameter("now", now)
                .setParameter("by", by)
                .executeUpdate();
        allowances.changed();
        accounts.closeUnlimited(now);
    }

    /** Removes a budget, whatever it was. */
    public void remove(String owner, Instant now) {
        remove(owner, null, now);
    }

    /** Removes a budget, likewise: then the default applies to a user, and no limit to others or by default. */
    public void remove(String owner, String ifMatch, Instant now) {
        lock(owner, ifMatch);
        of(owner).ifPresent(budget -> audit.record(Action.BUDGET_REMOVED, "budget:" + owner, budget, null));
        entities.createNativeQuery("delete from budget where owner = :owner")
                .setParameter("owner", owner)
                .executeUpdate();
        accounts.closeUnlimited(now);
    }

    private void lock(String owner, String ifMatch) {
        NativeSql.lock(entities, "budget:" + owner);
        Version.check(ifMatch, of(owner).map(Budget::version).orElse(null));
    }

    /** The budget that is set for exactly this owner. */
    public Optional<Budget> of(String owner) {
        return Optional.ofNullable(entities.find(BudgetEntity.class, owner)).map(BudgetEntity::budget);
    }

    /** Those of these owners that are set. */
    public Map<String, Budget> of(Collection<String> owners) {
        return entities.createQuery("from BudgetEntity b where b.owner in :owners", BudgetEntity.class)
                .setParameter("owners", owners)
                .getResultStream()
                .collect(Collectors.toMap(each -> each.owner, BudgetEntity::budget));
    }

    /** All budgets that are set: the site's and the default first, then those of users by their ids. */
    public List<Budget> all() {
        return entities.createQuery("from BudgetEntity b", BudgetEntity.class).getResultList().stream()
                .map(BudgetEntity::budget)
                .sorted(SITE_FIRST)
                .toList();
    }

    /** The budget that applies to one user: their own, or the default. */
    public Optional<Budget> ofUser(String userId) {
        return of(userId).or(() -> of(Budget.DEFAULT));
    }

    private static BigDecimal dollars(Money money) {
        return money == null ? null : money.dollars();
    }
}
