package io.baton.budget;

import io.baton.model.Money;
import io.baton.platform.NativeSql;
import io.baton.platform.Problem;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * The accounts of budgets: a row per owner and period, with what is spent and held. One conditional update checks and holds, so
 * that concurrent requests cannot exceed a limit together. Rows are locked in the order of {@link BudgetKey}.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class BudgetAccounts {
    @PersistenceContext
    EntityManager entities;

    @Inject
    BudgetMarks marks;

    @Inject
    Clock clock;

    /** Creates an account that does not exist yet, with what the ledger has of its period. */
    public void open(BudgetKey key, Money limit, Instant now) {
        entities.createNativeQuery("""
                        insert into budget_account (owner, period, limit_amount, spent, held)
                        select :owner, :period, :limit, %s,
                          (select coalesce(sum(amount), 0) from hold where :owner || '/' || :period = any(accounts))
                        on conflict do nothing
                        """.formatted(spent()))
                .setParameter("owner", key.owner())
                .setParameter("period", key.period())
                .setParameter("limit", limit.dollars())
                .setParameter("from", key.kind().begins(now))
                .setParameter("to", key.kind().ends(now))
                .executeUpdate();
    }

    /** Deletes the accounts of the current periods that have no limit any more: nothing would keep them right. */
    public void closeUnlimited(Instant now) {
        entities.createNativeQuery("""
                        delete from budget_account a where period in (:day, :month) and not exists (
                          select from budget b
                          where (b.owner = a.owner or b.owner = 'default' and a.owner <> 'site'
                              and not exists (select from budget o where o.owner = a.owner))
                            and case a.period when :day then b.day_limit else b.month_limit end is not null)
                        """)
                .setParameter("day", BudgetPeriod.DAY.key(now))
                .setParameter("month", BudgetPeriod.MONTH.key(now))
                .executeUpdate();
    }

    /**
     * What an account should have booked of a period, as one expression: the settled cost in the roll-up, and what is not in it yet,
     * without the cost that is still to be booked: of attempts that are settled already, while their answer is held on this account.
     */
    static String spent() {
        return """
                (select coalesce(sum(cost), 0) from usage_quarter_hour
                  where bucket >= :from and bucket < :to and user_id = :owner)
                + (select coalesce(sum(cost), 0) from usage_site_quarter_hour
                  where bucket >= :from and bucket < :to and :owner = 'site')
                + (select coalesce(sum(cost), 0) from attempt
                  where started_at >= :from and started_at < :to and not posted and outcome is not null
                    and (:owner = 'site' or user_id = :owner))
                -
                """ + notBooked(":owner", ":period");
    }

    /**
     * The settled cost of answers that are held on an account; it is booked once they end. An answer that runs over midnight is held
     * on the account of the day before.
     *
     * @param owner  SQL
     * @param period SQL
     */
    static String notBooked(String owner, String period) {
        return """
                (select coalesce(sum(t.cost), 0) from hold h join attempt t on t.answer_id = h.answer_id
                  where t.started_at >= :from and t.started_at < :to and t.outcome is not null
                    and exists (select from unnest(h.accounts) held where split_part(held, '/', 1) = %s
                      and length(split_part(held, '/', 2)) = length(%s)))
                """.formatted(owner, period);
    }

    /**
     * Holds the amount on all accounts of the allowance. In shadow mode nothing is refused; what would be is counted. The pipeline
     * throws a {@link Problem} with 402 if an account has no room.
     */
    public void hold(SqlPipeline sql, Allowance allowance, Money amount) {
        for (var account : allowance.accounts()) {
            sql.update(
                    account.shadow() ? """
                            update budget_account set held = held + ?, limit_amount = ?, would_refuse = would_refuse
                              + case when spent + held + ? > ? then 1 else 0 end
                            where owner = ? and period = ?
                            """ : """
                            update budget_account set held = held + ?, limit_amount = ?
                            where spent + held + ? <= ? and owner = ? and period = ?
                            """,
                    changed -> {
                        if (changed == 0) {
                            throw Allowance.usedUp(account.key(), allowance.at());
                        }
                    },
                    amount.dollars(),
                    account.limit().dollars(),
                    amount.dollars(),
                    account.limit().dollars(),
                    account.key().owner(),
                    account.key().period());
        }
    }

    /** The cost of one attempt, and when it began: the cost counts in the period of that moment. */
    record Spent(Instant at, BigDecimal dollars) {
        Money cost() {
            return Money.ofDollars(dollars);
        }
    }

    /** The change of one account. */
    private record Booking(Money held, Money spent) {
        Booking plus(Booking other) {
            return new Booking(held.plus(other.held), spent.plus(other.spent));
        }
    }

    /** Releases what was held, and books what was spent, each attempt in the period in which it began. */
    public void settle(Collection<BudgetKey> accounts, Money held, List<Spent> costs) {
        var bookings = new TreeMap<BudgetKey, Booking>();
        for (var account : accounts) {
            bookings.merge(account, new Booking(held, Money.ZERO), Booking::plus);
            costs.forEach(
                    cost -> bookings.merge(account.at(cost.at()), new Booking(Money.ZERO, cost.cost()), Booking::plus));
        }
        bookings.forEach(this::book);
    }

    private record Booked(BigDecimal spent, BigDecimal limit) {}

    private void book(BudgetKey key, Booking booking) {
        NativeSql.query(entities, """
                        update budget_account set spent = spent + :spent, held = held - :held
                        where owner = :owner and period = :period returning spent, limit_amount
                        """, Booked.class)
                .setParameter("spent", booking.spent().dollars())
                .setParameter("held", booking.held().dollars())
                .setParameter("owner", key.owner())
                .setParameter("period", key.period())
                .getResultList()
                .forEach(account -> marks.record(
                        key,
                        booking.spent(),
                        Money.ofDollars(account.spent()),
                        Money.ofDollars(account.limit()),
                        clock.instant()));
    }
}
