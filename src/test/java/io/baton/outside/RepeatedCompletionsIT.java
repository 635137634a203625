package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.scripted.Script;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request to OpenAI's interface that is sent again with its Idempotency-Key gets the same answer, which is asked for and billed once. */
class RepeatedCompletionsIT {
    private static final String SLOW = "tokens=30 first=500 delay=50";
    private static TestNode second;
    private final Api user = Api.somebody();
    private final Api keyed = user.with("Idempotency-Key", UUID.randomUUID().toString());

    /** Where an answer that nobody reads is stopped after a second. */
    @BeforeAll
    static void anotherNode() {
        second = TestServer.running().anotherNode(Map.of("CHAT_UNREAD_GRACE", "PT1S"));
    }

    @AfterAll
    static void oneNodeAgain() {
        second.kill();
    }

    @AfterEach
    void allIsWellAgain() {
        Providers.scripted().resetScripts();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestsAtOnceGetTheSameAnswerOnAnyNode(boolean streamed) throws Exception {
        var question = Providers.question(SLOW);
        var body = Completion.asking(question).add("stream", streamed).build();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 6)
                    .mapToObj(i -> (Callable<String>) () -> (i % 2 == 0 ? keyed : keyed.at(second.url()))
                            .post(Completion.PATH, body)
                            .with(200)
                            .body())
                    .toList();
            var replies = threads.invokeAll(calls).stream()
                    .map(reply -> reply.resultNow())
                    .toList();
            assertTrue(replies.getFirst().contains(streamed ? "t30 " : Providers.numbered(30)), replies::toString);
            replies.forEach(reply -> assertEquals(withoutComments(replies.getFirst()), withoutComments(reply)));
        }
        assertEquals(1, Providers.saw(question).size());
        assertBilledOnce();
    }

    @Test
    void anEndedAnswerIsGivenAgainToTheSameBodyOnly() {
        var question = Providers.quick(5);
        var first =
                keyed.post(Completion.PATH, Completion.asking(question).build()).with(200);
        assertEquals(
                first.body(),
                keyed.post(Completion.PATH, Completion.asking(question).build())
                        .with(200)
                        .body());
        assertEquals(
                first.body(),
                keyed.at(second.url())
                        .post(Completion.PATH, Completion.asking(question).build())
                        .with(200)
                        .body());
        for (var other : List.of(Completion.asking(question).add("stream", true), Completion.asking(question + "!"))) {
            var error = Completion.of(keyed, other).error(422);
            assertEquals("idempotency_key_reused", error.getString("code"));
            assertEquals("invalid_request_error", error.getString("type"));
        }
        keyed.post("/api/chat/message", Api.json("message", question)).problem(422);
        assertEquals(1, Providers.saw(question).size());
        assertBilledOnce();
        var another = Api.somebody().with("Idempotency-Key", keyed.headers().get("Idempotency-Key"));
        Completion.of(another, Completion.asking(question)).message();
        assertEquals(2, Providers.saw(question).size());
    }

    @Test
    void whoeverTimedOutComesBackForTheWholeAnswer() {
        var question = Providers.question("tokens=40 first=0 delay=50");
        leave(keyed, question);
        var whole = Completion.streamed(keyed, Completion.asking(question));
        assertEquals(Providers.numbered(40), whole.said("content"));
        assertEquals("stop", whole.finishReason());
        Await.until(
                "the provider has told it whole",
                () -> outcomes(question),
                outcomes -> outcomes.equals(List.of(SeenRequest.Outcome.COMPLETED)));
        assertBilledOnce();
    }

    @Test
    void whoeverStaysAwayTooLongIsToldThatTheAnswerWasStopped() {
        var question = Providers.question("tokens=600 first=0 delay=50");
        var there = keyed.at(second.url());
        leave(there, question);
        Await.until(
                "it is stopped",
                () -> Database.count("answer where user_id = ? and state = 'stopped'", user.userId()),
                count -> count == 1);
        var gone = Completion.of(there, Completion.asking(question).add("stream", true))
                .error(410);
        assertEquals("answer_gone", gone.getString("code"));
        assertEquals(1, Providers.saw(question).size());
        assertBilledOnce();
    }

    @Test
    void whatIsNotKeptAnyMoreIsNotSilentlyBilledAgain() {
        var question = Providers.quick(3);
        Completion.of(keyed.at(second.url()), Completion.asking(question)).message();
        var id = (UUID) Database.row("select id from answer where user_id = ?", user.userId())
                .get("id");
        try (var redis = RedisData.connect(TestServer.running())) {
            redis.del("baton:{" + id + "}:frames");
        }
        var gone = Completion.of(keyed, Completion.asking(question)).error(410);
        assertEquals("answer_gone", gone.getString("code"));
        assertTrue(gone.getString("message").contains("Idempotency-Key"), gone::toString);
        assertEquals(1, Providers.saw(question).size());
        assertBilledOnce();
    }

    @Test
    void anAnswerThatFailedIsAskedForAnew() {
        List.of("qwen", "gemma", "openai")
                .forEach(vendor -> Providers.scripted().script(vendor, Script.of("fault=status:500 times=1")));
        var question = Providers.quick(3);
        Completion.of(keyed, Completion.asking(question)).error(502);
        var answered = Completion.of(keyed, Completion.asking(question))
                .reply()
                .with(200)
                .body();
        assertEquals(4, Providers.saw(question).size());
        assertEquals(
                answered,
                Completion.of(keyed, Completion.asking(question)).reply().body());
        assertEquals(4, Providers.saw(question).size());
    }

    @Test
    void aRefusalLeavesTheKeyFree() {
        var question = Providers.quick(3);
        RedisData.fillUp(user.userId());
        Completion.of(keyed, Completion.asking(question)).error(429);
        RedisData.empty("user:" + user.userId());
        Completion.of(keyed, Completion.asking(question)).message();
        RedisData.fillUp(user.userId());
        Completion.of(keyed, Completion.asking(question)).message();
        RedisData.empty("user:" + user.userId());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void aKeyHasAtMost255Characters(int length) {
        var wrong = user.with("Idempotency-Key", length == 0 ? " " : "k".repeat(length));
        var error = Completion.of(wrong, Completion.asking("Why?")).error(400);
        assertEquals("Idempotency-Key", error.getString("param"));
    }

    private static void leave(Api user, String question) {
        try (var stream = user.open(Completion.PATH, streamed(question).build())) {
            stream.until(frame -> frame.data().contains("t3 "));
        }
    }

    private static JsonObjectBuilder streamed(String question) {
        return Completion.asking(question).add("stream", true);
    }

    private static List<SeenRequest.Outcome> outcomes(String question) {
        return Providers.saw(question).stream().map(SeenRequest::outcome).toList();
    }

    private void assertBilledOnce() {
        assertEquals(1, Database.count("attempt where user_id = ?", user.userId()));
        assertEquals(1, Database.count("answer where user_id = ?", user.userId()));
    }

    private static String withoutComments(String body) {
        return body.replaceAll("(?m)^:.*\\n\\n", "");
    }
}
