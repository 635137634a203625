package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.EventStream;
import io.baton.testing.Frame;
import io.baton.testing.Frames;
import io.baton.testing.Reply;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that is told to stop, or to make room: what it has begun is not cut, and others take what is new. */
@Tag("long")
class DrainIT {
    private static final Duration HAND_OVER = Duration.ofSeconds(30);
    private static TestNode node;
    private final Api user = Api.somebody();

    @BeforeAll
    static void anotherNode() {
        node = TestServer.running()
                .anotherNode(Map.of("DRAIN_NOTICE", "PT1S", "DRAIN_WINDOW", "PT12S", "WARM_UP_ROUNDS", "2"));
    }

    @BeforeEach
    void itRuns() {
        if (!node.isAlive()) {
            node.startAgain();
        }
    }

    @AfterAll
    static void oneNodeAgain() {
        node.kill();
    }

    @Test
    void whatEndsWithinTheWindowEndsThereAndTheRestGoesOnElsewhere() {
        var there = user.at(node.url());
        var shortQuestion = Providers.question("tokens=40 first=0 delay=100");
        var longQuestion = Providers.question("tokens=300 first=0 delay=100");
        try (var shortOne = there.ask(shortQuestion);
                var longOne = there.ask(longQuestion);
                var completion = there.open(Completion.PATH, streamed("tokens=40 first=0 delay=100"));
                var endless = there.open(Completion.PATH, streamed("tokens=900 first=0 delay=100"))) {
            var begun = longOne.next(3);
            var beginning = shortOne.next(3);
            completion.until(frame -> frame.data().contains("t3 "));
            endless.until(frame -> frame.data().contains("t3 "));
            var stopping = CompletableFuture.runAsync(node::stop);
            Await.until("it is not ready", () -> status(there, "/health/ready"), code -> code == 503);
            assertTrue(there.get("/health/ready").body().contains("draining"));
            refusesNewAnswers(there);

            var whole = beginning.then(rest(shortOne));
            assertEquals(Providers.numbered(40), whole.complete().getString("content"));
            assertEquals(1, Database.attempts(whole.answerId()).size(), "no second prompt");
            assertEquals("[DONE]", last(completion).data());

            var asked = begun.then(rest(longOne));
            assertFalse(asked.types().contains("complete"), "its reader was asked to leave");
            assertTrue(longOne.retries().contains("200"), longOne.retries()::toString);
            try (var elsewhere = user.with("Last-Event-ID", asked.last().id())
                    .listen("/api/chat/answers/" + asked.answerId() + "/events")) {
                var all = asked.then(rest(elsewhere));
                assertEquals(Providers.numbered(300), all.said());
                assertEquals(Providers.numbered(300), all.complete().getString("content"));
                assertTrue(
                        all.last().id().endsWith(":2." + all.all().size()),
                        "no frame is missing, and another node wrote the last");
            }
            var error = Api.parse(last(endless).data()).getJsonObject("error");
            assertEquals("stopped", error.getString("code"));
            assertEquals(2, Database.attempts(asked.answerId()).size());
            stopping.join();
            assertFalse(node.isAlive());
        }
    }

    private void refusesNewAnswers(Api there) {
        var refused = Await.until(
                "no answer begins",
                () -> there.post("/api/chat/stream", Api.json("message", Providers.quick(1))),
                reply -> reply.status() != 200);
        assertEquals(503, refused.status(), refused.body());
        assertEquals("DRAINING", Api.parse(refused.body()).getString("code"));
    }

    @Test
    void anAdminEmptiesANodeAndCallsItOff() {
        var admin = Api.of("admin");
        var there = Api.somebody().at(node.url());
        var id = idOf(node);
        assertEquals(403, Api.somebody().get("/api/admin/nodes").status());
        assertEquals(
                404,
                drain(admin, "00000000-0000-0000-0000-000000000000", JsonValue.TRUE)
                        .status());
        assertEquals(400, drain(admin, id, Json.createValue("yes")).status());
        drain(admin, id, JsonValue.TRUE).with(204);
        Await.until("it is not ready", () -> status(there, "/health/ready"), code -> code == 503);
        var refused = Await.until(
                "no answer begins",
                () -> there.post(
                        Completion.PATH, Completion.asking(Providers.quick(1)).build()),
                reply -> reply.status() != 200);
        assertEquals(503, refused.status());
        assertEquals("1", refused.header("Retry-After"));
        assertEquals(
                "draining", Api.parse(refused.body()).getJsonObject("error").getString("code"));
        try (var asked = there.listen("/api/chat/stream?message=" + Api.encoded(Providers.quick(1)))) {
            assertTrue(asked.next().isEmpty(), "an EventSource is to ask again");
        }
        drain(admin, id, JsonValue.FALSE).with(204);
        Await.until("it is ready", () -> status(there, "/health/ready"), code -> code == 200);
        assertEquals(Providers.numbered(1), there.hear(Providers.quick(1)).said());
        assertEquals(2, Database.count("audit_record where action = 'node-drained' and subject = ?", "node:" + id));
    }

    private static Reply drain(Api admin, String id, JsonValue wanted) {
        return admin.put(
                "/api/admin/nodes/" + id + "/draining",
                Json.createObjectBuilder().add("draining", wanted).build());
    }

    private static String idOf(TestNode node) {
        return Database.rows("select id from node where left_at is null order by started_at desc limit 1")
                .getFirst()
                .get("id")
                .toString();
    }

    private static int status(Api api, String path) {
        return api.get(path).status();
    }

    private static jakarta.json.JsonObject streamed(String directives) {
        return Completion.asking(Providers.question(directives))
                .add("stream", true)
                .build();
    }

    private static Frame last(EventStream stream) {
        return rest(stream).last();
    }

    /** Up to the end of the stream. */
    private static Frames rest(EventStream stream) {
        var rest = new ArrayList<Frame>();
        for (var frame = stream.next(HAND_OVER); frame.isPresent(); frame = stream.next(HAND_OVER)) {
            rest.add(frame.get());
        }
        return new Frames(List.copyOf(rest));
    }
}
