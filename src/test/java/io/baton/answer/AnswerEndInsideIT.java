package io.baton.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.AnswerEnd.Report;
import io.baton.answer.AnswerEnd.Stored;
import io.baton.conversation.ConversationStore;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.ledger.Settlement;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.platform.Ids;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** tx2: the end of an answer is stored whole or not at all. */
class AnswerEndInsideIT extends InsideTest {
    @Inject
    AnswerStart answerStart;

    @Inject
    AnswerStore answers;

    @Inject
    AnswerEnd answerEnd;

    @Inject
    OrphanEnd orphanEnd;

    @Inject
    ConversationStore conversations;

    private Caller caller;
    private GenerationJob begun;

    @BeforeEach
    void anAnswerHasBegun() {
        caller = new Caller(UUID.randomUUID().toString().replace("-", ""), "somebody", Set.of(Caller.USER));
        var question = new NewQuestion(null, "Why?", new GenerationOptions("qwen2.5", null, null), null);
        begun = ((AnswerStart.Started.New) answerStart.ask(caller, question)).job();
    }

    @Test
    void theEndIsStoredWhole() {
        assertEquals(Stored.YES, answerEnd.store(complete(begun)));
        assertEquals("done", Sql.one("select state from answer where id = ?", begun.answerId()));
        assertEquals("Because.", Sql.one("select content from message where id = ?", begun.messageId()));
        assertEquals(2, Sql.one("select message_count from conversation where id = ?", begun.conversationId()));
        assertBooked();
    }

    @Test
    void storedAgainItIsStoredOnce() {
        answerEnd.store(complete(begun));
        assertEquals(Stored.YES, answerEnd.store(complete(begun)));
        assertEquals(2, Sql.count("from message where conversation_id = ?", begun.conversationId()));
        assertEquals(2, Sql.one("select message_count from conversation where id = ?", begun.conversationId()));
    }

    @Test
    void atAnotherEpochNothingIsStored() {
        assertEquals(Stored.NOT_OURS, answerEnd.store(complete(atEpoch(2))));
        assertEquals("running", Sql.one("select state from answer where id = ?", begun.answerId()));
        assertEquals(0, Sql.count("from message where id = ?", begun.messageId()));
        assertEquals(1, Sql.count("from attempt where answer_id = ? and outcome is null", begun.answerId()));
        assertEquals(1, Sql.count("from hold where answer_id = ?", begun.answerId()));
    }

    @Test
    void whoWasTakenOverStoresNothing() {
        assertTrue(closeOrphan());
        assertEquals(Stored.NOT_OURS, answerEnd.store(complete(begun)));
        assertEquals("failed", Sql.one("select state from answer where id = ?", begun.answerId()));
        assertEquals("lost", Sql.one("select outcome from attempt where id = ?", begun.firstAttempt()));
        assertEquals(0, Sql.count("from message where id = ?", begun.messageId()));
        assertEquals(0, Sql.count("from hold where answer_id = ?", begun.answerId()));
    }

    @Test
    void anOrphanIsClosedOnce() {
        assertTrue(closeOrphan());
        assertFalse(closeOrphan());
    }

    @Test
    void anOrphanThatWasToStopHasStopped() {
        answers.stop(begun.answerId());
        assertTrue(closeOrphan());
        assertEquals("stopped", Sql.one("select state from answer where id = ?", begun.answerId()));
    }

    @Test
    void ofADeletedConversationTheBooksAreKept() {
        conversations.delete(caller, begun.conversationId());
        assertEquals(Stored.DELETED, answerEnd.store(complete(begun)));
        assertEquals(0, Sql.count("from message where conversation_id = ?", begun.conversationId()));
        assertBooked();
    }

    @Test
    void anOrphanOfADeletedConversationIsClosedAndItsBooksToo() {
        conversations.delete(caller, begun.conversationId());
        assertTrue(closeOrphan());
        assertEquals("lost", Sql.one("select outcome from attempt where id = ?", begun.firstAttempt()));
        assertEquals(0, Sql.count("from hold where answer_id = ?", begun.answerId()));
    }

    @Test
    void whatHasEndedStaysAsItEnded() {
        answerEnd.store(complete(begun));
        var failed = new AnswerOutcome.Failed(ErrorCode.ALL_MODELS_FAILED);
        answerEnd.store(report(begun, failed, Outcome.CUT, new AnswerText()));
        assertEquals("done", Sql.one("select state from answer where id = ?", begun.answerId()));
        assertBooked();
    }

    private boolean closeOrphan() {
        return orphanEnd.end(answers.find(begun.answerId()).orElseThrow(), Optional.empty(), Map.of());
    }

    private void assertBooked() {
        assertEquals("complete", Sql.one("select outcome from attempt where id = ?", begun.firstAttempt()));
        assertEquals(0, Sql.count("from hold where answer_id = ?", begun.answerId()));
    }

    private static Report complete(GenerationJob job) {
        var answerText = new AnswerText();
        answerText.append(job.first().model().id(), 0, "Because.");
        return report(job, new AnswerOutcome.Complete("stop"), Outcome.COMPLETE, answerText);
    }

    private static Report report(GenerationJob job, AnswerOutcome ending, Outcome outcome, AnswerText answerText) {
        var second = Duration.ofSeconds(1);
        var attempt = new Settlement(
                job.firstAttempt(),
                Ids.madeAt(job.firstAttempt()),
                job.first().model(),
                outcome,
                new TokenUsage(10, 2, 0, 0, TokenUsage.Source.MEASURED),
                null,
                second,
                second,
                true,
                second);
        return new Report(job, ending, job.first().model().id(), answerText, 3, 1_000, List.of(attempt), List.of());
    }

    private GenerationJob atEpoch(int epoch) {
        return new GenerationJob(
                begun.answerId(),
                begun.conversationId(),
                begun.messageId(),
                begun.userId(),
                begun.position(),
                epoch,
                begun.first(),
                begun.firstAttempt(),
                begun.prompt(),
                begun.startedAt(),
                begun.held(),
                null);
    }
}
