package io.baton.budget;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Every minute: compares the open accounts with ledger and holds, and repairs what differs. They differ only for answers
 * that ran while a limit was set or taken away, or after a row was changed by hand. One statement sees one moment, so what
 * is right is never taken for wrong.
 */
@ApplicationScoped
public class BudgetAudit {
    private static final Logger LOG = Logger.getLogger(BudgetAudit.class.getName());
    private static final String HELD =
            "(select coalesce(sum(amount), 0) from hold where a.owner || '/' || a.period = any(accounts))";

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    @Inject
    BudgetAudit self;

    private final AtomicLong repaired = new AtomicLong();

    /** How many accounts this node has repaired since it started. */
    public long repaired() {
        return repaired.get();
    }

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("budget-audit", Schedule.every(Duration.ofMinutes(1)), this::audit);
    }

    private void audit() {
        var now = clock.instant();
        for (var kind : BudgetPeriod.values()) {
            TaskScheduler.forEach(self.wrong(kind, now), owner -> self.repair(owner, kind, now));
        }
    }

    /** The owners of present accounts that differ from ledger and holds. */
    @Transactional
    public List<String> wrong(BudgetPeriod kind, Instant now) {
        List<?> owners = entities.createNativeQuery("""
                        with costs as (
                          select user_id as owner, cost from usage_quarter_hour
                            where bucket >= :from and bucket < :to
                          union all
                          select 'site', cost from usage_site_quarter_hour where bucket >= :from and bucket < :to
                          union all
                          select whose, cost from attempt, lateral (values (user_id), ('site')) w (whose)
                            where started_at >= :from and started_at < :to
                              and not posted and outcome is not null and cost is not null
                        ), spent as (
                          select owner, sum(cost) as cost from costs
                          where owner in (select owner from budget_account where period = :period) group by owner
                        )
                        select a.owner from budget_account a left join spent s on s.owner = a.owner
                        where a.period = :period and (a.spent <> coalesce(s.cost, 0) or a.held <> %s)
                        """.formatted(HELD), String.class)
                .setParameter("from", kind.begins(now))
                .setParameter("to", kind.ends(now))
                .setParameter("period", kind.key(now))
                .getResultList();
        return owners.stream().map(String.class::cast).toList();
    }

    /** Locks the account first: whoever books on it now has to wait, and whoever has booked is in the ledger then. */
    @Transactional
    public void repair(String owner, BudgetPeriod kind, Instant now) {
        entities.createNativeQuery(
                        "select spent from budget_account where owner = :owner and period = :period for update",
                        Object.class)
                .setParameter("owner", owner)
                .setParameter("period", kind.key(now))
                .getResultList();
        entities.createNativeQuery("""
                        update budget_account a set spent = %s, held = %s
                        where owner = :owner and period = :period
                        """.formatted(BudgetAccounts.spent(), HELD))
                .setParameter("from", kind.begins(now))
                .setParameter("to", kind.ends(now))
                .setParameter("owner", owner)
                .setParameter("period", kind.key(now))
                .executeUpdate();
        repaired.incrementAndGet();
        LOG.log(Level.INFO, "budget account {0} differed from the ledger and was repaired", kind.key(now));
    }
}
