package io.baton.budget;

import io.baton.platform.NativeSql;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
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
 * Compares the open accounts with ledger and holds every minute, and repairs those that differ. They differ only for answers
 * that ran while a limit was set or removed, and after a manual change of a row. One statement compares, and so sees one
 * moment: it never reports a correct account.
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
        for (var span : self.open(clock.instant())) {
            TaskScheduler.forEach(self.differing(span), self::repair);
        }
    }

    /** From when to when accounts are, that have not ended: those of several zones may have the same moments. */
    public record Span(Instant begins, Instant ends) {}

    /** The spans of all open accounts. */
    @Transactional
    public List<Span> open(Instant now) {
        return NativeSql.query(entities, """
                        select distinct begins_at, ends_at from budget_account
                        where begins_at <= :now and ends_at > :now order by 1, 2
                        """, Span.class)
                .setParameter("now", now)
                .getResultList();
    }

    private record Row(String owner, String period) {}

    /** The accounts of a span that differ from ledger and holds. */
    @Transactional
    public List<BudgetKey> differing(Span span) {
        return NativeSql.query(entities, """
                        with costs as (
                          select user_id as owner, cost from usage_quarter_hour
                            where bucket >= :from and bucket < :to
                          union all
                          select 'site', cost from usage_site_quarter_hour where bucket >= :from and bucket < :to
                          union all
                          select payer, cost from usage_payer_quarter_hour where bucket >= :from and bucket < :to
                          union all
                          select whose, cost from attempt, lateral (values
                              (user_id), ('site'), ('group:' || group_id), ('key:' || api_key_id)) w (whose)
                            where started_at >= :from and started_at < :to
                              and not posted and outcome is not null and cost is not null
                        ), spent as (
                          select owner, sum(cost) as cost from costs
                          where owner in (select owner from budget_account where begins_at = :from and ends_at = :to)
                          group by owner
                        )
                        select a.owner, a.period from budget_account a left join spent s on s.owner = a.owner
                        where a.begins_at = :from and a.ends_at = :to
                          and (a.spent <> coalesce(s.cost, 0) - %s or a.held <> %s)
                        """.formatted(BudgetAccounts.notBooked("a.owner"), HELD), Row.class)
                .setParameter("from", span.begins())
                .setParameter("to", span.ends())
                .getResultList()
                .stream()
                .map(row -> new BudgetKey(row.owner(), row.period()))
                .toList();
    }

    /** Locks the account first: then later bookings wait, and earlier ones are in the ledger. */
    @Transactional
    public void repair(BudgetKey key) {
        var account = entities.find(BudgetAccountEntity.class, key, LockModeType.PESSIMISTIC_WRITE);
        if (account == null) {
            return;
        }
        entities.createNativeQuery("""
                        update budget_account a set spent = %s, held = %s
                        where owner = :owner and period = :period
                        """.formatted(BudgetAccounts.spent(), HELD))
                .setParameter("from", account.beginsAt)
                .setParameter("to", account.endsAt)
                .setParameter("owner", key.owner())
                .setParameter("period", key.period())
                .executeUpdate();
        repaired.incrementAndGet();
        LOG.log(Level.INFO, "budget account {0} differed from the ledger and was repaired", key.period());
    }
}
