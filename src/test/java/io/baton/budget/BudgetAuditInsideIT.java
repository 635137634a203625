package io.baton.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.inside.OwnTransaction;
import io.baton.inside.Sql;
import io.baton.model.Money;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts that differ from ledger and holds are found and repaired, and no others. */
class BudgetAuditInsideIT extends InsideTest {
    private static final String SPENT = "select spent::text from budget_account where owner = ?";

    @Inject
    BudgetStore budgets;

    @Inject
    BudgetAudit audit;

    @Inject
    Allowances allowances;

    @Inject
    Holds holds;

    @Inject
    OwnTransaction transaction;

    @Inject
    Clock clock;

    private final String user = UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void aBudgetAndACost() throws SQLException {
        budgets.set(
                new Budget(user, null, Money.ofDollars(BigDecimal.TEN), false, null, null), "test", clock.instant());
        Sql.run(
                "insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, outcome, source, cost)"
                        + " values (gen_random_uuid(), now(), gen_random_uuid(), ?, 1, 'qwen2.5', 'qwen', 'complete',"
                        + " 'measured', 0.25)",
                user);
        allowances.of(user, List.of(), clock.instant());
    }

    @AfterEach
    void theBudgetIsGone() {
        budgets.remove(user, clock.instant());
    }

    @Test
    void aNewAccountBeginsWithWhatTheLedgerKnows() {
        assertEquals("0.250000000", Sql.one(SPENT, user));
        assertFalse(wrong());
    }

    @Test
    void aWrongAccountIsRepaired() throws SQLException {
        Sql.run("update budget_account set spent = 9, held = 3 where owner = ?", user);
        assertTrue(wrong());
        audit.repair(account());
        assertEquals("0.250000000", Sql.one(SPENT, user));
        assertEquals("0", Sql.one("select trim_scale(held)::text from budget_account where owner = ?", user));
        assertFalse(wrong());
    }

    /** A model failed, another one is answering: the first attempt is settled, and is booked when the answer ends. */
    @Test
    void theSettledAttemptsOfARunningAnswerAreNotBookedTwice() throws SQLException {
        var answer = UUID.randomUUID();
        Sql.run(
                "insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, outcome, source, cost)"
                        + " values (gen_random_uuid(), now(), ?, ?, 1, 'qwen2.5', 'qwen', 'cut', 'estimated', 0.5)",
                answer,
                user);
        Sql.run(
                "insert into hold (answer_id, user_id, amount, accounts, created_at, expires_at)"
                        + " values (?, ?, 0, array[?], now(), now() + interval '1 hour')",
                answer,
                user,
                account().toString());
        try {
            assertFalse(wrong());
            audit.repair(account());
            assertEquals("0.250000000", Sql.one(SPENT, user));
            transaction.run(sql -> holds.release(sql, answer, true));
            assertEquals("0.750000000", Sql.one(SPENT, user));
            assertFalse(wrong());
        } finally {
            Sql.run("delete from hold where answer_id = ?", answer);
        }
    }

    /** The second cost is not in the roll-up yet. */
    @Test
    void theAccountOfAGroupIsOpenedComparedAndRepairedByWhatItHasPaid() throws SQLException {
        var group = ThreadLocalRandom.current().nextInt(1_000_000, Integer.MAX_VALUE);
        var owner = Budget.ofGroup(group);
        var now = clock.instant();
        Sql.run(
                "insert into usage_payer_quarter_hour (bucket, payer, model, answers, attempts, errors, input_tokens,"
                        + " output_tokens, cost, unpriced, response_time_ms)"
                        + " values (date_trunc('hour', now()), ?, 'qwen2.5', 1, 1, 0, 1, 1, 0.5, 0, 1)",
                owner);
        Sql.run(
                "insert into attempt (id, started_at, answer_id, user_id, group_id, ordinal, model, provider, outcome, source,"
                        + " cost) values (gen_random_uuid(), now(), gen_random_uuid(), ?, ?, 1, 'qwen2.5', 'qwen', 'complete',"
                        + " 'measured', 0.25)",
                user,
                group);
        budgets.set(new Budget(owner, null, Money.ofDollars(BigDecimal.TEN), false, null, null), "test", now);
        try {
            allowances.of(user, List.of(owner), now);
            assertEquals("0.750000000", Sql.one(SPENT, owner));
            assertFalse(wrong(owner));
            Sql.run("update budget_account set spent = 9 where owner = ?", owner);
            assertTrue(wrong(owner));
            audit.repair(BudgetKey.of(owner, BudgetPeriod.MONTH, now, ZoneId.of("UTC")));
            assertEquals("0.750000000", Sql.one(SPENT, owner));
        } finally {
            budgets.remove(owner, now);
            Sql.run("delete from usage_payer_quarter_hour where payer = ?", owner);
        }
    }

    /** An answer runs while its user's budget gets another zone: it is held in the old one, and booked in both. */
    @Test
    void aChangeOfTheZoneNeitherLosesNorDoublesWhatIsSpent() throws SQLException {
        var answer = UUID.randomUUID();
        var abidjan = ZoneId.of("Africa/Abidjan");
        Sql.run(
                "insert into hold (answer_id, user_id, amount, accounts, created_at, expires_at)"
                        + " values (?, ?, 2, array[?], now(), now() + interval '1 hour')",
                answer,
                user,
                account().toString());
        Sql.run("update budget_account set held = 2 where owner = ?", user);
        try {
            budgets.set(
                    new Budget(user, null, Money.ofDollars(BigDecimal.TEN), false, null, abidjan),
                    "test",
                    clock.instant());
            var line = allowances.of(user, List.of(), clock.instant()).line(account(abidjan));
            assertEquals(
                    new BigDecimal("0.250000000"), line.orElseThrow().used().dollars());
            Sql.run(
                    "insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, outcome, source, cost)"
                            + " values (gen_random_uuid(), now(), ?, ?, 1, 'qwen2.5', 'qwen', 'complete', 'measured', 0.5)",
                    answer,
                    user);
            assertFalse(wrong());
            transaction.run(sql -> holds.release(sql, answer, true));
            for (var key : List.of(account(), account(abidjan))) {
                assertEquals("0.750000000/0.000000000", Sql.one("""
                        select spent || '/' || held from budget_account where owner = ? and period = ?
                        """, user, key.period()));
            }
            assertFalse(wrong());
        } finally {
            Sql.run("delete from hold where answer_id = ?", answer);
        }
    }

    private BudgetKey account() {
        return account(ZoneId.of("UTC"));
    }

    private BudgetKey account(ZoneId zone) {
        return BudgetKey.of(user, BudgetPeriod.MONTH, clock.instant(), zone);
    }

    private boolean wrong() {
        return wrong(user);
    }

    private boolean wrong(String owner) {
        return audit.open(clock.instant()).stream()
                .flatMap(span -> audit.differing(span).stream())
                .anyMatch(key -> key.owner().equals(owner));
    }
}
