package io.baton.budget;

import io.baton.ledger.Ledger.BilledAnswer;
import io.baton.model.Money;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.Problem;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Holds the most that each unfinished answer may still cost, on the accounts that its row names. Whoever deletes the row books
 * the cost of the answer in the same transaction, so it is booked once, whoever ends the answer.
 */
@ApplicationScoped
@Transactional
public class Holds {
    /** An older hold has no owner. */
    public static final Duration LIFE = Duration.ofHours(1);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Allowances allowances;

    @Inject
    BudgetAccounts accounts;

    /**
     * Holds the most that an answer may cost: the last step of a transaction, because others wait for the accounts.
     *
     * @param sql stores the answer; it is run here
     * @throws Problem 402 if a budget has no room for it; then the caller must roll back
     */
    public void take(SqlPipeline sql, BilledAnswer billedAnswer, Allowance allowance, Money amount, Instant now) {
        accounts.hold(sql, allowance, amount);
        sql.add(
                        """
                insert into hold (answer_id, user_id, amount, accounts, created_at, expires_at) values (?, ?, ?, ?, ?, ?)
                """,
                        billedAnswer.answer(),
                        billedAnswer.userId(),
                        amount.dollars(),
                        allowance.accounts().stream()
                                .map(line -> line.key().toString())
                                .toArray(String[]::new),
                        now,
                        now.plus(LIFE))
                .run(entities);
    }

    /**
     * Raises the hold of an answer to {@code amount} if it is less, before a more expensive model is asked.
     *
     * @throws Problem 402 if a budget has no room for it; then nothing has changed
     */
    @Pooled(Pool.SETTLEMENT)
    public void raise(UUID answer, Money amount) {
        var hold = entities.find(HoldEntity.class, answer, LockModeType.PESSIMISTIC_WRITE);
        if (hold != null && amount.compareTo(hold.amount()) > 0) {
            var sql = new SqlPipeline();
            accounts.raise(sql, hold.keys(), limits(hold), amount.minus(hold.amount()));
            sql.run(entities);
            hold.amount = amount.dollars();
        }
    }

    private Allowance limits(HoldEntity hold) {
        var owners = hold.keys().stream().map(BudgetKey::owner).toList();
        return allowances.of(hold.userId, owners, hold.createdAt);
    }

    /**
     * What is held for an answer.
     *
     * @param onBudget whether it is held on an account, so that more needs room there
     */
    public record Held(Money amount, boolean onBudget) {}

    /** Zero if there is no hold. */
    @Pooled(Pool.SETTLEMENT)
    public Held of(UUID answer) {
        var hold = entities.find(HoldEntity.class, answer);
        return hold == null ? new Held(Money.ZERO, false) : new Held(hold.amount(), hold.accounts.length > 0);
    }

    /**
     * Ends the hold of an answer and books the cost of its attempts: the last step of a transaction. Does nothing if there is no hold.
     *
     * @param sql      settles the attempts, if that is still to be done; it is run here
     * @param onBudget false only if the answer is held on no account, as {@link Held} says: then nothing is booked, which is cheaper
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void release(SqlPipeline sql, UUID answer, boolean onBudget) {
        if (onBudget) {
            accounts.settle(sql, answer);
        } else {
            sql.add("delete from hold where answer_id = ?", answer).run(entities);
        }
    }

    /**
     * All holds.
     *
     * @param count  how many there are
     * @param amount what they hold together, in dollars
     */
    public record Total(long count, BigDecimal amount) {
        public static final Total NONE = new Total(0, BigDecimal.ZERO);
    }

    public Total total() {
        return entities.createQuery("select count(*), coalesce(sum(h.amount), 0) from HoldEntity h", Total.class)
                .getSingleResult();
    }

    /** Answers whose hold has expired, oldest first. The sweeper ends them one at a time. */
    public List<UUID> expired(Instant now, int atMost) {
        return entities.createQuery(
                        "select h.answerId from HoldEntity h where h.expiresAt < :now order by h.expiresAt", UUID.class)
                .setParameter("now", now)
                .setMaxResults(atMost)
                .getResultList();
    }

    /** Extends a hold, because its answer is still running. */
    @Pooled(Pool.SETTLEMENT)
    public void extend(UUID answer, Instant now) {
        entities.createNativeQuery("update hold set expires_at = :expiry where answer_id = :answer")
                .setParameter("expiry", now.plus(LIFE))
                .setParameter("answer", answer)
                .executeUpdate();
    }
}
