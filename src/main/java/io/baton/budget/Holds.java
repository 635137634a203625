package io.baton.budget;

import io.baton.ledger.Ledger.Account;
import io.baton.model.Money;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What unfinished answers may still cost, a row for each, held on the accounts of budgets that it names. Whoever deletes
 * the row books the answer's cost in the same transaction: so it is booked once, whoever ends the answer.
 */
@ApplicationScoped
@Transactional
public class Holds {
    /** A hold that is older belongs to nobody. */
    public static final Duration LIFE = Duration.ofHours(1);

    @PersistenceContext
    EntityManager entities;

    @Inject
    BudgetStore budgets;

    @Inject
    BudgetAccounts accounts;

    /**
     * Holds the most that an answer may cost. Comes as late as can be in a transaction, since others wait for the accounts.
     *
     * @throws Problem 402 where a budget has no room for it; the transaction must not be committed then
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void take(Account account, Allowance allowance, Money amount, Instant now) {
        var keys = accounts.hold(allowance, amount);
        entities.createNativeQuery("""
                        insert into hold (answer_id, user_id, amount, accounts, created_at, expires_at)
                        values (:answer, :user, :amount, :accounts, :now, :expiry)
                        """)
                .setParameter("answer", account.answer())
                .setParameter("user", account.userId())
                .setParameter("amount", amount.dollars())
                .setParameter("accounts", keys.stream().map(BudgetKey::toString).toArray(String[]::new))
                .setParameter("now", now)
                .setParameter("expiry", now.plus(LIFE))
                .executeUpdate();
    }

    /**
     * Raises an answer's hold to {@code amount} where it is less, before a dearer model is asked.
     *
     * @throws Problem 402 where a budget has no room for it; then nothing has changed
     */
    @Pooled(Pool.SETTLEMENT)
    public void raise(UUID answer, Money amount) {
        List<?> rows = entities.createNativeQuery(
                        "select user_id, amount, accounts, created_at from hold where answer_id = :answer for update",
                        Object[].class)
                .setParameter("answer", answer)
                .getResultList();
        rows.stream().map(Object[].class::cast).forEach(row -> {
            var more = amount.minus(Money.ofDollars((BigDecimal) row[1]));
            if (more.compareTo(Money.ZERO) > 0) {
                accounts.hold(same((String) row[0], keys(row[2]), (Instant) row[3]), more);
                entities.createNativeQuery("update hold set amount = :amount where answer_id = :answer")
                        .setParameter("amount", amount.dollars())
                        .setParameter("answer", answer)
                        .executeUpdate();
            }
        });
    }

    /** The accounts that a hold is on already, and no others. */
    private Allowance same(String user, List<BudgetKey> keys, Instant at) {
        var now = budgets.allowance(user, at);
        return new Allowance(
                now.accounts().stream()
                        .filter(line -> keys.contains(line.key()))
                        .toList(),
                at);
    }

    /**
     * What is held for an answer.
     *
     * @param onBudget whether it is held on any account, so that there must be room for more
     */
    public record Held(Money amount, boolean onBudget) {}

    /** Nothing where there is no hold. */
    @Pooled(Pool.SETTLEMENT)
    public Held of(UUID answer) {
        List<?> rows = entities.createNativeQuery(
                        "select amount, cardinality(accounts) from hold where answer_id = :answer", Object[].class)
                .setParameter("answer", answer)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Held(Money.ofDollars((BigDecimal) row[0]), ((Number) row[1]).intValue() > 0))
                .findFirst()
                .orElse(new Held(Money.ZERO, false));
    }

    /** Ends the hold of an answer whose attempts are all settled, and books what they cost. Without a hold it does nothing. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void release(UUID answer) {
        List<?> rows = entities.createNativeQuery(
                        "delete from hold where answer_id = :answer returning amount, accounts", Object[].class)
                .setParameter("answer", answer)
                .getResultList();
        rows.stream().map(Object[].class::cast).forEach(row -> {
            var keys = keys(row[1]);
            if (!keys.isEmpty()) {
                accounts.settle(keys, Money.ofDollars((BigDecimal) row[0]), costs(answer));
            }
        });
    }

    private List<BudgetAccounts.Spent> costs(UUID answer) {
        List<?> rows = entities.createNativeQuery(
                        "select started_at, cost from attempt where answer_id = :answer and cost is not null",
                        Object[].class)
                .setParameter("answer", answer)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new BudgetAccounts.Spent((Instant) row[0], Money.ofDollars((BigDecimal) row[1])))
                .toList();
    }

    /** Answers whose hold has expired, oldest first: the sweeper ends them one at a time. */
    public List<UUID> expired(Instant now, int atMost) {
        List<?> ids = entities.createNativeQuery(
                        "select answer_id from hold where expires_at < :now order by expires_at", UUID.class)
                .setParameter("now", now)
                .setMaxResults(atMost)
                .getResultList();
        return ids.stream().map(UUID.class::cast).toList();
    }

    /** Lets a hold live on, because its answer does. */
    @Pooled(Pool.SETTLEMENT)
    public void prolong(UUID answer, Instant now) {
        entities.createNativeQuery("update hold set expires_at = :expiry where answer_id = :answer")
                .setParameter("expiry", now.plus(LIFE))
                .setParameter("answer", answer)
                .executeUpdate();
    }

    private static List<BudgetKey> keys(Object names) {
        return Arrays.stream((String[]) names).map(BudgetKey::parse).toList();
    }
}
