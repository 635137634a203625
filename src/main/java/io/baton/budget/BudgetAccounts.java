package io.baton.budget;

import io.baton.model.Money;
import io.baton.platform.Problem;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The accounts of budgets: a row per owner and period, with what is spent and held. One conditional update checks and holds, so
 * that concurrent requests cannot exceed a limit together. Rows are locked in the order of {@link BudgetKey}.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class BudgetAccounts {
    /** The condition that an account is one of a day; the others are of a month. */
    static final String IS_DAY = "length(split_part(a.period, '[', 1)) > 7";

    /** Books the costs of an answer on all open accounts of those whose accounts it was held on, in whatever zones they are. */
    private static final String SETTLE = """
            with released as (
              delete from hold where answer_id = ? returning amount, accounts, created_at
            ), cost as (
              select started_at, cost from attempt where answer_id = ? and cost is not null
            ), account as (
              select a.owner, a.period, a.begins_at, a.ends_at, r.amount,
                a.owner || '/' || a.period = any(r.accounts) as is_held
              from released r
              cross join lateral (select distinct split_part(name, '/', 1) as owner from unnest(r.accounts) name) payer
              join budget_account a on a.owner = payer.owner and a.ends_at > r.created_at - interval '1 day'
              order by a.owner = 'site', a.owner collate "C", not %s, a.period collate "C"
              for update of a
            ), booking as (
              select owner, period, case when is_held then amount else 0 end as released,
                (select coalesce(sum(c.cost), 0) from cost c where c.started_at >= begins_at and c.started_at < ends_at) as added
              from account
            )
            update budget_account a set spent = a.spent + b.added, held = a.held - b.released
            from booking b where a.owner = b.owner and a.period = b.period and (b.added <> 0 or b.released <> 0)
            returning a.owner, a.period, b.added, a.spent, a.limit_amount
            """.formatted(IS_DAY);

    @PersistenceContext
    EntityManager entities;

    @Inject
    BudgetMarks marks;

    @Inject
    Clock clock;

    /** Creates the account of the current period, if it does not exist yet, with what the ledger has of that period. */
    public void open(BudgetKey key, Money limit, Instant now) {
        var span = key.kind().of(now, key.zone());
        entities.createNativeQuery("""
                        insert into budget_account (owner, period, begins_at, ends_at, limit_amount, spent, held)
                        select :owner, :period, :from, :to, :limit, %s,
                          (select coalesce(sum(amount), 0) from hold where :owner || '/' || :period = any(accounts))
                        on conflict do nothing
                        """.formatted(spent()))
                .setParameter("owner", key.owner())
                .setParameter("period", key.period())
                .setParameter("limit", limit.dollars())
                .setParameter("from", span.begins())
                .setParameter("to", span.ends())
                .executeUpdate();
    }

    /** Deletes the accounts of the current periods that have no limit any more: nothing would keep them right. */
    public void closeUnlimited(Instant now) {
        entities.createNativeQuery("""
                        delete from budget_account a where begins_at <= :now and ends_at > :now and not exists (
                          select from budget b
                          where (b.owner = a.owner or b.owner = 'default' and a.owner <> 'site' and a.owner not like '%%:%%'
                              and not exists (select from budget o where o.owner = a.owner))
                            and case when %s then b.day_limit else b.month_limit end is not null)
                        """.formatted(IS_DAY))
                .setParameter("now", now)
                .executeUpdate();
    }

    /**
     * What an account should have booked of a period, as one expression: the settled cost in the roll-up, and what is not in it yet,
     * without the cost that is still to be booked: of attempts that are settled already, while their answer is held.
     */
    static String spent() {
        return """
                (select coalesce(sum(cost), 0) from usage_quarter_hour
                  where bucket >= :from and bucket < :to and user_id = :owner)
                + (select coalesce(sum(cost), 0) from usage_site_quarter_hour
                  where bucket >= :from and bucket < :to and :owner = 'site')
                + (select coalesce(sum(cost), 0) from usage_payer_quarter_hour
                  where bucket >= :from and bucket < :to and payer = :owner)
                + (select coalesce(sum(cost), 0) from attempt
                  where started_at >= :from and started_at < :to and not posted and outcome is not null
                    and (:owner = 'site' or user_id = :owner or 'group:' || group_id = :owner
                      or 'key:' || api_key_id = :owner))
                -
                """ + notBooked(":owner");
    }

    /**
     * The settled cost of answers that are held on an account of an owner; it is booked once they end.
     *
     * @param owner SQL
     */
    static String notBooked(String owner) {
        return """
                (select coalesce(sum(t.cost), 0) from hold h join attempt t on t.answer_id = h.answer_id
                  where t.started_at >= :from and t.started_at < :to and t.outcome is not null
                    and exists (select from unnest(h.accounts) held where split_part(held, '/', 1) = %s))
                """.formatted(owner);
    }

    /**
     * Holds the amount on all accounts of the allowance. In shadow mode nothing is refused; what would be is counted. The pipeline
     * throws a {@link Problem} with 402 if an account has no room.
     */
    public void hold(SqlPipeline sql, Allowance allowance, Money amount) {
        allowance.accounts().forEach(line -> hold(sql, line, allowance.at(), amount));
    }

    /** Holds more on the accounts that a hold is on already. One that nobody limits any more has room for everything. */
    public void raise(SqlPipeline sql, List<BudgetKey> keys, Allowance allowance, Money amount) {
        keys.stream()
                .sorted()
                .forEach(key -> allowance
                        .line(key)
                        .ifPresentOrElse(
                                line -> hold(sql, line, allowance.at(), amount),
                                () -> sql.add(
                                        "update budget_account set held = held + ? where owner = ? and period = ?",
                                        amount.dollars(),
                                        key.owner(),
                                        key.period())));
    }

    private static void hold(SqlPipeline sql, Allowance.Line account, Instant at, Money amount) {
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
                        throw Allowance.usedUp(account.key(), at);
                    }
                },
                amount.dollars(),
                account.limit().dollars(),
                amount.dollars(),
                account.limit().dollars(),
                account.key().owner(),
                account.key().period());
    }

    /** What was booked on one account. */
    private record Booked(BudgetKey key, Money added, Money spent, Money limit) {}

    /**
     * Ends the hold of an answer: releases what was held, and books what was spent, each attempt in the periods in which it began. Does
     * nothing if there is no hold.
     *
     * @param sql settles the attempts, if that is still to be done; it is run here
     */
    public void settle(SqlPipeline sql, UUID answer) {
        List<Booked> booked = new ArrayList<>();
        sql.query(
                        SETTLE,
                        row -> booked.add(new Booked(
                                new BudgetKey(row.getString(1), row.getString(2)),
                                Money.ofDollars(row.getBigDecimal(3)),
                                Money.ofDollars(row.getBigDecimal(4)),
                                Money.ofDollars(row.getBigDecimal(5)))),
                        answer,
                        answer)
                .run(entities);
        booked.forEach(each -> marks.record(each.key(), each.added(), each.spent(), each.limit(), clock.instant()));
    }
}
