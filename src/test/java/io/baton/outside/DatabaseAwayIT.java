package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.Frame;
import io.baton.testing.Frames;
import io.baton.testing.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL refuses connections, or is frozen: nobody waits for ever, and what was said is stored in the end. */
@Tag("long")
class DatabaseAwayIT {
    private static final Duration TOLD_AT_LAST = Duration.ofSeconds(50);
    private final Api user = Api.somebody();

    @AfterEach
    void itComesBack() throws IOException, InterruptedException {
        TestServer.running().services().wakeDatabase();
        Database.letIn(true);
        Await.until(
                "the server works again", () -> user.get("/api/chat/conversations"), reply -> reply.status() == 200);
    }

    @Test
    void aRefusingDatabaseIsToldAndWhenToComeAgain() {
        var conversation = user.tell(Api.json("message", Providers.quick(1))).getString("conversationId");
        Database.letIn(false);
        for (var i = 0; i < 5; i++) {
            assertAway(user.get("/api/chat/conversations"));
            assertAway(user.post("/api/chat/message", Api.json("message", "x")));
            assertAway(user.post("/api/chat/stream", Api.json("message", "x")));
        }
        for (var query : List.of("?message=x", "?conversationId=" + conversation)) {
            try (var stream = user.listen("/api/chat/stream" + query)) {
                assertEquals(List.of("end:UNKNOWN_ERROR"), stream.rest().ids());
            }
        }
    }

    @Test
    void aFrozenDatabaseKeepsNobodyWaitingAndTheAnswerIsStoredLater() throws IOException, InterruptedException {
        Frames begun;
        Frame end;
        try (var stream = user.ask(Providers.question("tokens=40 first=0 delay=25"))) {
            begun = stream.next(3);
            TestServer.running().services().pauseDatabase();
            assertAway(user.get("/api/chat/conversations"));
            end = stream.end(TOLD_AT_LAST);
            assertEquals("NOT_STORED_YET", end.content().getString("code"));
        }
        TestServer.running().services().wakeDatabase();
        var events = "/api/chat/answers/" + begun.answerId() + "/events";
        Await.until(
                "it is stored",
                () -> replayed(events),
                frames -> frames.last().type().equals("complete"));
        assertEquals(Providers.numbered(40), replayed(events).complete().getString("content"));
        user.with("Last-Event-ID", end.id()).get(events).with(204);
    }

    private Frames replayed(String events) {
        try (var stream = user.listen(events)) {
            return stream.rest();
        }
    }

    private static void assertAway(Reply reply) {
        assertEquals("UNAVAILABLE", reply.problem(503).getString("code"));
        assertTrue(Integer.parseInt(reply.header("Retry-After")) > 0);
    }
}
