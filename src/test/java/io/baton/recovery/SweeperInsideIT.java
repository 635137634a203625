package io.baton.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.answer.AnswerStart;
import io.baton.answer.GenerationJob;
import io.baton.answer.GenerationOptions;
import io.baton.answer.NewQuestion;
import io.baton.budget.Budget;
import io.baton.budget.BudgetStore;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.model.Money;
import io.baton.platform.Ids;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody ends is ended by the sweeper, once, and what lives is left alone. */
class SweeperInsideIT extends InsideTest {
    @Inject
    AnswerStart answerStart;

    @Inject
    Sweeper sweeper;

    @Inject
    BudgetStore budgets;

    @Inject
    Clock clock;

    private Caller caller;
    private GenerationJob begun;

    @BeforeEach
    void anAnswerHasBegunOnABudget() {
        caller = new Caller(UUID.randomUUID().toString().replace("-", ""), "somebody", Set.of(Caller.USER));
        budgets.set(
                new Budget(caller.userId(), Money.ofDollars(BigDecimal.ONE), null, false, null, null),
                "test",
                clock.instant());
        var question = new NewQuestion(null, "Why?", new GenerationOptions("qwen2.5", null, null), "key");
        begun = ((AnswerStart.Started.New) answerStart.ask(caller, question)).job();
    }

    @Test
    void anExpiredHoldOfAnAnswerThatIsGoneIsBookedOnce() throws SQLException {
        Sql.run("delete from answer where id = ?", begun.answerId());
        expire();
        sweeper.round(clock.instant());
        sweeper.round(clock.instant());
        assertEquals(0, Sql.count("from hold where answer_id = ?", begun.answerId()));
        assertEquals("lost", Sql.one("select outcome from attempt where id = ?", begun.firstAttempt()));
        assertEquals("estimated", Sql.one("select source from attempt where id = ?", begun.firstAttempt()));
        assertEquals(0, Sql.count("from budget_account where owner = ? and held <> 0", caller.userId()));
        assertEquals(
                1,
                Sql.count(
                        "from budget_account b join attempt a on a.user_id = b.owner and a.cost = b.spent"
                                + " where b.owner = ? and a.cost > 0",
                        caller.userId()));
    }

    @Test
    void theHoldOfARunningAnswerLivesOn() throws SQLException {
        expire();
        sweeper.round(clock.instant());
        assertEquals(1, Sql.count("from hold where answer_id = ? and expires_at > now()", begun.answerId()));
        assertEquals(1, Sql.count("from attempt where id = ? and outcome is null", begun.firstAttempt()));
    }

    @Test
    void anOldAttemptWithoutHoldOrAnswerIsSettled() throws SQLException {
        Sql.run("delete from answer where id = ?", begun.answerId());
        Sql.run("delete from hold where answer_id = ?", begun.answerId());
        sweeper.round(clock.instant());
        assertEquals(1, Sql.count("from attempt where id = ? and outcome is null", begun.firstAttempt()));
        sweeper.round(clock.instant().plus(Duration.ofHours(2)));
        assertEquals("lost", Sql.one("select outcome from attempt where id = ?", begun.firstAttempt()));
    }

    @Test
    void ofSeveralOpenAttemptsOneEndsTheAnswer() throws SQLException {
        var second = Ids.next();
        Sql.run(
                "insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, input_tokens)"
                        + " select ?, ?::timestamptz, answer_id, user_id, 2, 'gemma-3', 'gemma', 5 from attempt where id = ?",
                second,
                Ids.madeAt(second).toString(),
                begun.firstAttempt());
        Sql.run("delete from answer where id = ?", begun.answerId());
        expire();
        sweeper.round(clock.instant());
        assertEquals(2, Sql.one("select ordinal from attempt where answer_id = ? and ended_answer", begun.answerId()));
    }

    @Test
    void keysAreForgottenAfterADay() throws SQLException {
        sweeper.round(clock.instant());
        assertEquals(1, Sql.count("from idempotency where user_id = ?", caller.userId()));
        Sql.run("update idempotency set created_at = now() - interval '25 hours' where user_id = ?", caller.userId());
        sweeper.round(clock.instant());
        assertEquals(0, Sql.count("from idempotency where user_id = ?", caller.userId()));
    }

    private void expire() throws SQLException {
        Sql.run("update hold set expires_at = now() - interval '1 minute' where answer_id = ?", begun.answerId());
    }
}
