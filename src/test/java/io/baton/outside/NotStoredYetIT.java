package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.Frames;
import io.baton.testing.RedisData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Answers end while PostgreSQL is away, and before it is back their node is killed: another one stores them, each as it has
 * really ended.
 */
@Tag("long")
class NotStoredYetIT {
    private static final Duration TOLD_AT_LAST = Duration.ofSeconds(70);
    private final Api user = Api.somebody();
    private TestNode second;

    @BeforeEach
    void aSecondNode() {
        second = TestServer.running().anotherNode(Map.of("CHAT_UNREAD_GRACE", "PT3S"));
    }

    @AfterEach
    void everythingIsBack() {
        Database.letIn(true);
        second.kill();
        Await.until(
                "the first node works again",
                () -> user.get("/api/chat/conversations"),
                reply -> reply.status() == 200);
    }

    @Test
    void eachAnswerIsStoredAsItHasEnded() {
        var there = user.at(second.url());
        var question = List.of("qwen", "gemma", "openai").stream()
                .map(vendor -> "[[" + vendor + ":tokens=60 first=0 delay=50 fault=reset at=20]]")
                .reduce("Question " + UUID.randomUUID(), (before, directive) -> before + " " + directive);
        try (var whole = there.ask(Providers.question("tokens=60 first=0 delay=50 finish=length"));
                var failing = there.ask(question)) {
            var first = whole.next(3);
            var failed = failing.next(3);
            Frames unread;
            try (var leaving = there.ask(Providers.question("tokens=2000 first=0 delay=50"))) {
                unread = leaving.next(3);
                Database.letIn(false);
            }
            assertEquals("NOT_STORED_YET", whole.end(TOLD_AT_LAST).content().getString("code"));
            assertEquals("NOT_STORED_YET", failing.end(TOLD_AT_LAST).content().getString("code"));
            Await.until(
                    "the unread one has ended",
                    TOLD_AT_LAST,
                    () -> lastFrame(unread.answerId()),
                    frame -> frame.contains("NOT_STORED_YET"));
            second.kill();
            Database.letIn(true);
            assertEquals(List.of("done", "length", "-"), ending(first.answerId()));
            assertEquals(List.of("failed", "-", "ALL_MODELS_FAILED"), ending(failed.answerId()));
            assertEquals(List.of("stopped", "stopped", "-"), ending(unread.answerId()));
            assertEquals(Providers.numbered(60), said(first));
            assertAskedAgain(failed);
        }
    }

    /** What was told as the end of the answer, once another node has stored it: state, finish reason, error. */
    private static List<String> ending(UUID answerId) {
        var row = Await.until(
                "another node has stored the end",
                Duration.ofSeconds(60),
                () -> Database.row("select state, finish_reason, error_code from answer where id = ?", answerId),
                stored -> !List.of("running", "stopping").contains(stored.get("state")));
        return List.of("state", "finish_reason", "error_code").stream()
                .map(column -> row.get(column) == null ? "-" : (String) row.get(column))
                .toList();
    }

    private static String said(Frames begun) {
        return (String) Database.row(
                        "select content from message where id = ?",
                        UUID.fromString(begun.first().content().getString("messageId")))
                .get("content");
    }

    private void assertAskedAgain(Frames failed) {
        List.of("qwen", "gemma", "openai")
                .forEach(vendor -> Providers.scripted().resetScripts());
        try (var stream = user.follow(failed.first().json().getString("conversationId"))) {
            assertNotEquals(failed.answerId(), stream.next(1).answerId(), "it is answered anew");
        }
    }

    private static String lastFrame(UUID answerId) {
        try (var redis = RedisData.connect(TestServer.running())) {
            return String.valueOf(redis.lindex("baton:{" + answerId + "}:frames", -1));
        }
    }
}
