package io.baton.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.AnswerStart.Started;
import io.baton.answer.AnswerStart.StoredQuestion;
import io.baton.catalog.Catalog;
import io.baton.cluster.Node;
import io.baton.conversation.ConversationStore;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.limits.OwnLimits;
import io.baton.limits.UserLimits;
import io.baton.platform.Problem;
import io.baton.platform.Redis;
import io.baton.routing.ModelHealth;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user's limits refuse, and what goes on counting against them. */
class RefusedAnswersInsideIT extends InsideTest {
    private static final int AT_A_TIME = 5;
    private static final int A_MINUTE = 60;

    @Inject
    AnswerStart answerStart;

    @Inject
    ConversationStore conversations;

    @Inject
    UserLimits admission;

    @Inject
    ModelHealth health;

    @Inject
    Catalog catalog;

    @Inject
    Node node;

    @Inject
    Redis redis;

    private Caller caller;

    @BeforeEach
    void aNewUserComes() {
        caller = new Caller(UUID.randomUUID().toString().replace("-", ""), "somebody", Set.of(Caller.USER));
    }

    @Test
    void aRefusedAnswerIsCountedAtNoModel() {
        for (var i = 0; i < AT_A_TIME; i++) {
            begin(ask());
        }
        var tooMuch = ask();
        var before = requests();
        for (var i = 0; i < AT_A_TIME; i++) {
            assertRateLimited(tooMuch);
        }
        assertTrue(requests() <= before, "old requests fall out of the window, none comes in");
    }

    @Test
    void anotherTryAtAQuestionWhoseAnswerFailedCountsAsAQuestion() throws SQLException {
        var asked = ask();
        for (var i = 1; i < A_MINUTE; i++) {
            admission.admitQuestion(caller.userId(), OwnLimits.NONE);
        }
        var first = begin(asked);
        Sql.run("update answer set state = 'failed' where id = ?", first.answerId());
        assertRateLimited(asked);
        assertEquals(1, Sql.count("from answer where question_id = ?", asked.messageId()));
    }

    @Test
    void aDeletedConversationMakesNoRoomBeforeItsAnswerHasEnded() {
        for (var i = 0; i < AT_A_TIME; i++) {
            conversations.delete(caller, begin(ask()).conversationId());
        }
        assertRateLimited(ask());
    }

    @Test
    void anAnswerWhoseConversationWasDeletedIsToBeStopped() {
        var running = begin(ask());
        assertTrue(node.runningAnswers().contains(running.answerId()));
        conversations.delete(caller, running.conversationId());
        assertFalse(node.runningAnswers().contains(running.answerId()));
    }

    @Test
    void aProbeWhoseAnswerCouldNotBeStoredIsGivenBack() throws SQLException {
        var breaker = "baton:{windows}:breaker:qwen2.5";
        redis.ask(client -> client.hset(breaker, Map.of("opening", "1", "until", "1", "cooldown", "1")));
        Sql.run("alter table hold add constraint not_taken check (user_id <> '" + caller.userId() + "')");
        try {
            var asked = ask();
            assertThrows(RuntimeException.class, () -> begin(asked));
            assertEquals(Optional.of(false), redis.ask(client -> client.hexists(breaker, "probe")));
        } finally {
            Sql.run("alter table hold drop constraint not_taken");
            redis.ask(client -> client.del(breaker));
        }
    }

    private StoredQuestion ask() {
        return answerStart.store(
                caller, new NewQuestion(null, "one", new GenerationOptions("qwen2.5", null, null), null));
    }

    private GenerationJob begin(StoredQuestion asked) {
        return assertInstanceOf(Started.New.class, answerStart.answerNewest(caller, asked.conversationId(), null))
                .job();
    }

    private void assertRateLimited(StoredQuestion asked) {
        var refused = assertThrows(Problem.class, () -> answerStart.answerNewest(caller, asked.conversationId(), null));
        assertEquals(Problem.Kind.RATE_LIMITED, refused.kind());
    }

    private long requests() {
        return catalog.models().stream()
                .mapToLong(model -> health.of(model).requests())
                .sum();
    }
}
