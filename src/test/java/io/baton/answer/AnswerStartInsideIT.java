package io.baton.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.AnswerStart.Started;
import io.baton.answer.AnswerStart.StoredQuestion;
import io.baton.catalog.Catalog;
import io.baton.cluster.Node;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.limits.OwnLimits;
import io.baton.limits.UserLimits;
import io.baton.platform.Problem;
import io.baton.platform.VirtualThreads;
import io.baton.routing.ModelHealth;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** tx1: what a question and the beginning of its answer store, and what a refusal leaves behind. */
class AnswerStartInsideIT extends InsideTest {
    private static final String MODEL = "qwen2.5";

    @Inject
    AnswerStart answerStart;

    @Inject
    ModelHealth health;

    @Inject
    Catalog catalog;

    @Inject
    UserLimits admission;

    @Inject
    Node node;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private Caller caller;

    @BeforeEach
    void aNewUserComes() {
        caller = new Caller(UUID.randomUUID().toString().replace("-", ""), "somebody", Set.of(Caller.USER));
    }

    @Test
    void questionsAndAnswersHaveTheirPlacesInTheOrderTheyBegan() {
        var first = ask(null, "one");
        var second = ask(first.conversationId(), "two");
        var answer = begin(second);
        assertEquals(1, Sql.one("select position from message where id = ?", first.messageId()));
        assertEquals(2, Sql.one("select position from message where id = ?", second.messageId()));
        assertEquals(3, answer.position());
        assertEquals(2, Sql.one("select message_count from conversation where id = ?", first.conversationId()));
    }

    @Test
    void whoeverNamesTheSameNewConversationAtOnceAsksInTheSameOne() throws InterruptedException {
        var conversation = UUID.randomUUID();
        List<Callable<StoredQuestion>> together = IntStream.range(0, 8)
                .mapToObj(i -> (Callable<StoredQuestion>) () -> ask(conversation, "question " + i))
                .toList();
        virtual.invokeAll(together).forEach(each -> assertEquals(Future.State.SUCCESS, each.state()));
        assertEquals(1, Sql.count("from conversation where id = ? and message_count = 8", conversation));
        assertEquals(8, Sql.count("from message where conversation_id = ? and position <= 8", conversation));
    }

    @Test
    void aBegunAnswerHasItsHoldAndItsFirstAttempt() {
        var answer = begin(ask(null, "one"));
        assertEquals("running", Sql.one("select state from answer where id = ?", answer.answerId()));
        assertEquals(1, Sql.count("from hold where answer_id = ? and user_id = ?", answer.answerId(), answer.userId()));
        assertEquals(
                1,
                Sql.count(
                        "from attempt where id = ? and answer_id = ? and ordinal = 1 and outcome is null",
                        answer.firstAttempt(),
                        answer.answerId()));
    }

    @Test
    void aQuestionIsAnsweredOnceUnlessThatFailed() throws SQLException {
        var asked = ask(null, "one");
        var first = begin(asked);
        assertEquals(new Started.Found(asked.conversationId(), first.answerId()), start(asked));
        Sql.run("update answer set state = 'failed' where id = ?", first.answerId());
        assertNotEquals(first.answerId(), begin(asked).answerId());
    }

    @Test
    void theSameKeyFindsTheFirstQuestion() {
        var ask = new NewQuestion(null, "one", new GenerationOptions(MODEL, null, null), "key");
        var first = answerStart.store(caller, ask);
        assertEquals(first, answerStart.store(caller, ask));
        assertEquals(1, Sql.count("from conversation where user_id = ?", caller.userId()));
    }

    @Test
    void aRefusedQuestionLeavesNothingNotEvenItsKey() {
        var ask = new NewQuestion(null, "one", new GenerationOptions(MODEL, null, null), "key");
        try {
            catalog.models().forEach(model -> health.disable(model, null, "test", null));
            var refused = assertThrows(Problem.class, () -> answerStart.store(caller, ask));
            assertEquals(Problem.Kind.NO_MODEL_OPEN, refused.kind());
            assertNothingStored();
        } finally {
            catalog.models().forEach(model -> health.enable(model, null));
        }
        answerStart.store(caller, ask);
    }

    @Test
    void theSixtyFirstQuestionOfAMinuteLeavesNothing() {
        for (var i = 0; i < 60; i++) {
            admission.admitQuestion(caller.userId(), OwnLimits.NONE);
        }
        var ask = new NewQuestion(null, "one", new GenerationOptions(MODEL, null, null), "key");
        var refused = assertThrows(Problem.class, () -> answerStart.store(caller, ask));
        assertEquals(Problem.Kind.RATE_LIMITED, refused.kind());
        assertNothingStored();
    }

    @Test
    void theSixthAnswerAtATimeLeavesNothing() {
        for (var i = 0; i < 5; i++) {
            begin(ask(null, "one"));
        }
        var sixth = ask(null, "one");
        var refused = assertThrows(Problem.class, () -> start(sixth));
        assertEquals(Problem.Kind.RATE_LIMITED, refused.kind());
        assertEquals(0, Sql.count("from answer where conversation_id = ?", sixth.conversationId()));
        assertEquals(0, Sql.count("from attempt where conversation_id = ?", sixth.conversationId()));
        assertEquals(5, Sql.count("from hold where user_id = ?", caller.userId()));
        assertEquals(1, Sql.count("from message where conversation_id = ?", sixth.conversationId()));
        assertEquals(2, Sql.one("select next_position from conversation where id = ?", sixth.conversationId()));
    }

    @Test
    void aQuestionWhoseAnswerIsRefusedAtOnceLeavesNothingEither() {
        for (var i = 0; i < 5; i++) {
            begin(ask(null, "one"));
        }
        var ask = new NewQuestion(null, "two", new GenerationOptions(MODEL, null, null), "key");
        assertThrows(Problem.class, () -> answerStart.ask(caller, ask));
        assertEquals(0, Sql.count("from idempotency where user_id = ?", caller.userId()));
        for (var table : new String[] {"conversation", "answer", "attempt", "hold"}) {
            assertEquals(5, Sql.count("from " + table + " where user_id = ?", caller.userId()), table);
        }
    }

    @Test
    void ofTenAnswersThatBeginTogetherFiveRun() throws InterruptedException {
        var asked = Stream.generate(() -> ask(null, "one")).limit(10).toList();
        List<Callable<Started>> together = asked.stream()
                .map(each -> (Callable<Started>) () -> start(each))
                .toList();
        var begun = virtual.invokeAll(together).stream()
                .filter(each -> each.state() == Future.State.SUCCESS)
                .count();
        assertEquals(5, begun);
        assertEquals(5, Sql.count("from answer where user_id = ? and state = 'running'", caller.userId()));
    }

    @Test
    void aRefusalLetsTheRunningAnswerRunOn() throws SQLException {
        var first = ask(null, "one");
        var running = begin(first);
        ask(first.conversationId(), "two");
        Sql.run("update answer set state = 'running' where id = ?", running.answerId());
        assertThrows(Problem.class, () -> answerStart.answerNewest(caller, first.conversationId(), "nobody"));
        assertEquals("running", Sql.one("select state from answer where id = ?", running.answerId()));
    }

    @Test
    void aConversationHasOneRunningAnswer() throws SQLException {
        var first = ask(null, "one");
        var second = ask(first.conversationId(), "two");
        insertAnswer(first, "running");
        assertViolates("answer_one_running", () -> insertAnswer(second, "running"));
        insertAnswer(second, "done");
    }

    @Test
    void aQuestionHasOneAnswerThatDidNotFail() throws SQLException {
        var asked = ask(null, "one");
        insertAnswer(asked, "failed");
        insertAnswer(asked, "failed");
        insertAnswer(asked, "done");
        assertViolates("answer_one_per_question", () -> insertAnswer(asked, "stopped"));
    }

    private StoredQuestion ask(UUID conversation, String message) {
        return answerStart.store(
                caller, new NewQuestion(conversation, message, new GenerationOptions(MODEL, null, null), null));
    }

    private GenerationJob begin(StoredQuestion asked) {
        return assertInstanceOf(Started.New.class, start(asked)).job();
    }

    private Started start(StoredQuestion asked) {
        return answerStart.answerNewest(caller, asked.conversationId(), null);
    }

    private void insertAnswer(StoredQuestion asked, String state) throws SQLException {
        Sql.run(
                "insert into answer (id, conversation_id, question_id, message_id, user_id, owner, epoch, state, request,"
                        + " model, started_at) values (?, ?, ?, ?, ?, ?, 1, ?, '{}', 'qwen2.5', now())",
                UUID.randomUUID(),
                asked.conversationId(),
                asked.messageId(),
                UUID.randomUUID(),
                caller.userId(),
                node.id(),
                state);
    }

    private static void assertViolates(String index, Executable insert) {
        var violation = assertThrows(SQLException.class, insert);
        assertEquals("23505", violation.getSQLState());
        assertTrue(violation.getMessage().contains('"' + index + '"'), violation.getMessage());
    }

    private void assertNothingStored() {
        for (var table : new String[] {"conversation", "idempotency", "answer", "attempt", "hold"}) {
            assertEquals(0, Sql.count("from " + table + " where user_id = ?", caller.userId()), table);
        }
    }
}
