package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.Frame;
import io.baton.testing.Frames;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that are stopped: what was said is kept and billed, and the provider is hung up on at once. */
class StopIT {
    private static final Duration PROMPTLY = Duration.ofSeconds(2);
    private final Api user = Api.somebody();

    @Test
    void aStoppedAnswerKeepsWhatWasSaid() {
        var question = Providers.question("tokens=500 first=0 delay=20");
        try (var stream = user.ask(question)) {
            var begun = stream.next(10);
            user.delete(answer(begun)).with(204);
            var whole = begun.then(stream.rest());

            assertEquals("stopped", whole.complete().getString("finishReason"));
            assertEquals(whole.said(), whole.complete().getString("content"));
            assertTrue(Providers.numbered(500).startsWith(whole.said()));
            whole.assertNumbered(whole.answerId());
            assertStoredAndBilled(whole);
            assertHungUp(question);
        }
    }

    @Test
    void anAnswerThatHasNotBegunToSpeakIsStoppedToo() {
        var question = Providers.question("tokens=10 first=15000");
        try (var stream = user.ask(question)) {
            var start = stream.next(1);
            Providers.scripted().awaitRequest(seen -> !Providers.saw(question).isEmpty(), Await.ENOUGH);
            user.delete(answer(start)).with(204);
            var end = stream.rest();
            assertEquals("stopped", end.complete().getString("finishReason"));
            assertEquals("", end.complete().getString("content"));
            assertEquals(
                    "stopped", Database.attempts(start.answerId()).getFirst().outcome());
            assertHungUp(question);
        }
    }

    /** As it happens to a node that slept past its lease and wakes. */
    @Test
    void anAnswerThatAnotherNodeHasClosedMeanwhileEndsHereAndStoresNothing() {
        var question = Providers.question("tokens=500 first=0 delay=20");
        try (var stream = user.ask(question)) {
            var begun = stream.next(10);
            for (var sql : List.of(
                    "update answer set epoch = epoch + 1, state = 'failed', ended_at = now() where id = ?",
                    "update attempt set outcome = 'lost', source = 'void', cost = 0 where answer_id = ?",
                    "delete from hold where answer_id = ?")) {
                Database.run(sql, begun.answerId());
            }
            var rest = stream.rest();
            assertEquals("LOG_LOST", rest.error());
            assertHungUp(question);
            assertEquals(
                    0,
                    Database.count(
                            "message where id = (select message_id from answer where id = ?)", begun.answerId()));
        }
    }

    @Test
    void stoppingAgainChangesNothing() {
        try (var stream = user.ask(Providers.question("tokens=500 first=0 delay=20"))) {
            var begun = stream.next(3);
            user.delete(answer(begun)).with(204);
            user.delete(answer(begun)).with(204);
            var whole = begun.then(stream.rest());
            user.delete(answer(begun)).with(204);
            assertEquals(1, whole.of("complete").size());
            assertEquals(1, Database.attempts(whole.answerId()).size());
        }
    }

    @Test
    void stoppingAnEndedAnswerChangesNothing() {
        var whole = user.hear(Providers.quick(3));
        user.delete(answer(whole)).with(204);
        assertEquals(
                "done",
                Database.row("select state from answer where id = ?", whole.answerId())
                        .get("state"));
    }

    @Test
    void aNewQuestionStopsTheRunningAnswer() {
        var first = Providers.question("tokens=500 first=0 delay=20");
        try (var stream = user.ask(first)) {
            var begun = stream.next(5);
            var conversation = begun.first().json().getString("conversationId");
            try (var second = user.ask(Api.json("message", Providers.quick(2), "conversationId", conversation))) {
                assertEquals(Providers.numbered(2), second.rest().complete().getString("content"));
            }
            var whole = begun.then(stream.rest());
            assertEquals("stopped", whole.complete().getString("finishReason"));
            assertStoredAndBilled(whole);
            assertHungUp(first);
        }
    }

    @Test
    void anAnswerWhoseConversationIsDeletedIsStopped() {
        var question = Providers.question("tokens=2000 first=0 delay=20");
        try (var stream = user.ask(question)) {
            var begun = stream.next(5);
            user.delete("/api/chat/conversations/" + begun.first().json().getString("conversationId"))
                    .with(204);
            user.get(answer(begun) + "/events").problem(404);
            var whole = begun.then(stream.rest());
            assertEquals("NOT_FOUND", whole.error());
            assertEquals(1, whole.all().stream().filter(Frame::isTerminal).count());
            var attempt = Database.attempts(whole.answerId()).getFirst();
            assertEquals("stopped", attempt.outcome());
            assertTrue(attempt.cost().signum() > 0, attempt::toString);
            assertEquals(0, Database.count("hold where answer_id = ?", whole.answerId()));
            assertHungUp(question);
        }
    }

    @Test
    void anAnswerThatNobodyReadsIsStopped() {
        var question = Providers.question("tokens=2000 first=0 delay=20");
        Frames seen;
        try (var stream = user.ask(question)) {
            seen = stream.next(5);
        }
        var row = Await.until(
                "the unread answer is stopped",
                () -> Database.row("select * from answer where id = ?", seen.answerId()),
                found -> found.get("ended_at") != null);
        assertEquals("stopped", row.get("state"));
        try (var stream = user.listen(answer(seen) + "/events")) {
            var whole = stream.rest();
            assertEquals("stopped", whole.complete().getString("finishReason"));
            assertStoredAndBilled(whole);
        }
        assertHungUp(question);
    }

    @Test
    void anAnswerThatSomebodyReadsAgainGoesOn() {
        var question = Providers.question("tokens=250 first=0 delay=20");
        Frames seen;
        try (var stream = user.ask(question)) {
            seen = stream.next(5);
        }
        try (var again = user.with("Last-Event-ID", seen.last().id()).listen(answer(seen) + "/events")) {
            assertEquals("stop", again.rest().complete().getString("finishReason"));
        }
    }

    private static String answer(Frames frames) {
        return "/api/chat/answers/" + frames.answerId();
    }

    private static void assertStoredAndBilled(Frames whole) {
        var message = Database.row("""
                select m.content, m.finish_reason, m.cost from message m join answer a on a.message_id = m.id
                where a.id = ?
                """, whole.answerId());
        assertEquals(whole.said(), message.get("content"));
        assertEquals("stopped", message.get("finish_reason"));
        var attempt = Database.attempts(whole.answerId()).getFirst();
        assertEquals("stopped", attempt.outcome());
        assertTrue(attempt.output() > 0, attempt::toString);
        assertTrue(attempt.cost().signum() > 0, attempt::toString);
        assertEquals(attempt.cost(), message.get("cost"));
        assertEquals(0, Database.count("hold where answer_id = ?", whole.answerId()));
    }

    private static void assertHungUp(String question) {
        Await.until(
                "the provider was hung up on",
                PROMPTLY,
                () -> Providers.saw(question),
                seen -> seen.size() == 1 && seen.getFirst().outcome() == SeenRequest.Outcome.HUNG_UP);
    }
}
