package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Frame;
import io.baton.testing.Frames;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that come back: no frame is lost, none comes twice. */
class ResumeIT {
    private final Api user = Api.somebody();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 40})
    void aCutReaderGoesOnWhereItWas(int cutAfter) {
        var seen = cut(Providers.question("tokens=60 first=0 delay=15"), cutAfter);
        try (var again = user.with("Last-Event-ID", seen.last().id()).listen(events(seen))) {
            assertWhole(seen.then(again.rest()), 60);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void anEventSourceGoesOnWhereItWas(int cutAfter) {
        var seen = cut(Providers.question("tokens=60 first=0 delay=15"), cutAfter);
        var path = "/api/chat/stream?model=qwen2.5&conversationId="
                + seen.first().json().getString("conversationId");
        try (var again = user.with("Last-Event-ID", seen.last().id()).listen(path)) {
            assertWhole(seen.then(again.rest()), 60);
        }
    }

    @Test
    void aReaderThatIsCutAgainAndAgainMissesNothing() {
        var seen = cut(Providers.question("tokens=80 first=0 delay=10"), 3);
        while (!seen.last().isTerminal()) {
            try (var again = user.with("Last-Event-ID", seen.last().id()).listen(events(seen))) {
                seen = seen.then(again.next(1));
                for (var left = 6; left > 0 && !seen.last().isTerminal(); left--) {
                    seen = seen.then(again.next(1));
                }
            }
        }
        assertWhole(seen, 80);
    }

    @Test
    void twoReadersOfARunningAnswerGetTheSameFrames() {
        try (var first = user.ask(Providers.question("tokens=60 first=0 delay=10"))) {
            var begun = first.next(10);
            try (var second = user.listen(events(begun));
                    var third = user.follow(begun.first().json().getString("conversationId"))) {
                var whole = begun.then(first.rest());
                assertWhole(whole, 60);
                assertEquals(whole.all().stream().map(Frame::data).toList(), data(second.rest()));
                assertEquals(whole.all().stream().map(Frame::data).toList(), data(third.rest()));
            }
        }
    }

    @Test
    void anEndedAnswerIsReplayedFromItsFirstFrame() {
        var whole = user.hear(Providers.quick(12));
        try (var events = user.listen(events(whole));
                var stream = user.follow(whole.complete().getString("conversationId"))) {
            var replayed = events.rest();
            assertEquals(whole.ids(), replayed.ids());
            assertEquals(data(whole), data(replayed));
            assertEquals(data(whole), data(stream.rest()));
        }
    }

    @Test
    void aReplayWithoutTotalsLeavesThemOut() {
        var whole = user.hear(Providers.quick(5));
        try (var events = user.listen(events(whole) + "?totalContent=false")) {
            var replayed = events.rest();
            assertEquals(whole.ids(), replayed.ids());
            assertTrue(replayed.of("chunk").stream().noneMatch(chunk -> chunk.containsKey("totalContent")));
        }
    }

    @Test
    void nothingFollowsTheLastFrame() {
        var whole = user.hear(Providers.quick(3));
        var returning = user.with("Last-Event-ID", whole.last().id());
        returning.get(events(whole)).with(204);
        returning
                .get("/api/chat/stream?conversationId=" + whole.complete().getString("conversationId"))
                .with(204);
    }

    @Test
    void nothingFollowsARefusal() {
        var whole = user.hear(Providers.quick(3));
        var returning = user.with("Last-Event-ID", "end:BAD_REQUEST");
        returning.get(events(whole)).with(204);
        returning
                .get("/api/chat/stream?conversationId=" + whole.complete().getString("conversationId"))
                .with(204);
    }

    @Test
    void aLastEventIdNeverStartsAnything() {
        var question = Providers.quick(3);
        var frames = user.hear(Providers.quick(3));
        var conversation = frames.complete().getString("conversationId");
        user.tell(Api.json("message", question, "conversationId", conversation));
        user.with("Last-Event-ID", frames.last().id())
                .get("/api/chat/stream?conversationId=" + conversation)
                .with(204);
        user.with("Last-Event-ID", frames.last().id())
                .get("/api/chat/stream?conversationId=" + conversation + "&message=" + Api.encoded(question))
                .with(204);
        assertEquals(List.of(), Providers.saw(question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rubbish", "7", "00000000-0000-0000-0000-000000000000", "x:1.1", "1.1", "a:b:c", "🏁", "end", ":"
            })
    void aLastEventIdThatIsNoneIsNamed(String id) {
        var whole = user.hear(Providers.quick(1));
        var returning = user.with("Last-Event-ID", id.equals("🏁") ? "%F0" : id);
        returning.get(events(whole)).problem(400, "Last-Event-ID");
        try (var stream = returning.follow(whole.complete().getString("conversationId"))) {
            var refusal = stream.rest();
            assertEquals(List.of("end:BAD_REQUEST"), refusal.ids());
            assertEquals("BAD_REQUEST", refusal.error());
        }
    }

    @Test
    void aLastEventIdOfAnotherAnswerIsNamed() {
        var one = user.hear(Providers.quick(1));
        var other = user.hear(Providers.quick(1));
        user.with("Last-Event-ID", one.first().id()).get(events(other)).problem(400, "Last-Event-ID");
    }

    @Test
    void anAnswerThatThereIsNotIsNotFound() {
        var id = UUID.randomUUID();
        user.get("/api/chat/answers/" + id + "/events").problem(404);
        try (var stream = user.with("Last-Event-ID", id + ":1.1").listen("/api/chat/stream")) {
            var refusal = stream.rest();
            assertEquals(List.of("end:NOT_FOUND"), refusal.ids());
            assertEquals("NOT_FOUND", refusal.error());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {":1.9999", ":7.2"})
    void aFrameThatTheLogNeverHadIsSaidToBeLost(String suffix) {
        var whole = user.hear(Providers.quick(3));
        try (var stream = user.with("Last-Event-ID", whole.answerId() + suffix).listen(events(whole))) {
            var refusal = stream.rest();
            assertEquals(1, refusal.all().size());
            assertEquals("LOG_LOST", refusal.error());
        }
    }

    @Test
    void aReaderWhoWaitsForAnAnswerThatIsDeletedIsToldSo() {
        var id = UUID.randomUUID();
        var conversation = user.tell(Api.json("message", Providers.quick(1))).getString("conversationId");
        Database.row("""
                insert into answer
                  (id, conversation_id, position, message_id, user_id, owner, epoch, state, request, model, started_at)
                select ?, ?::uuid, 2, ?, ?, id, 1, 'running', '{"v":1,"model":"qwen2.5"}', 'qwen2.5', now()
                from node order by heartbeat_at desc limit 1 returning id
                """, id, conversation, UUID.randomUUID(), user.userId());
        try (var stream = user.listen("/api/chat/answers/" + id + "/events")) {
            Database.row("delete from answer where id = ? returning id", id);
            var refusal = stream.rest();
            assertEquals(List.of("end:NOT_FOUND"), refusal.ids());
            assertEquals("NOT_FOUND", refusal.error());
        }
    }

    private Frames cut(String question, int after) {
        try (var stream = user.ask(question)) {
            return stream.next(after);
        }
    }

    private static void assertWhole(Frames frames, int tokens) {
        frames.assertNumbered(frames.answerId());
        assertEquals(Providers.numbered(tokens), frames.said());
        assertEquals(Providers.numbered(tokens), frames.complete().getString("content"));
        var total = new StringBuilder();
        for (var chunk : frames.of("chunk")) {
            total.append(chunk.getString("content"));
            assertEquals(total.toString(), chunk.getString("totalContent"));
        }
    }

    private static List<String> data(Frames frames) {
        return frames.all().stream().map(Frame::data).toList();
    }

    private static String events(Frames frames) {
        return "/api/chat/answers/" + frames.answerId() + "/events";
    }
}
