package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that lets a user have three streams, and sends all text so far up to 100 characters. */
@Tag("long")
class ManyReadersIT {
    private static TestNode node;
    private final Api user = Api.somebody().at(node.url());

    @BeforeAll
    static void start() {
        node = TestServer.running()
                .anotherNode(Map.of("LIMITS_USER_SIMULTANEOUS_READERS", "3", "CHAT_TOTAL_CONTENT_LIMIT", "100"));
    }

    @AfterAll
    static void oneNodeAgain() {
        node.kill();
    }

    @Test
    void aUsersStreamsAreBoundedAndARefusedQuestionIsNotAsked() {
        var question = Providers.question("tokens=400 first=0 delay=20");
        var refused = Providers.quick(2);
        try (var one = user.ask(question)) {
            var begun = one.next(2);
            var events = "/api/chat/answers/" + begun.answerId() + "/events";
            var conversation = begun.first().json().getString("conversationId");
            try (var two = user.listen(events);
                    var three = user.listen(events)) {
                two.next(1);
                three.next(1);
                assertEquals(
                        "RATE_LIMITED",
                        user.post("/api/chat/stream", Api.json("message", refused))
                                .problem(429)
                                .getString("code"));
                var again = user.get(events);
                again.problem(429);
                assertTrue(Integer.parseInt(again.header("Retry-After")) > 0);
                try (var byEventSource = user.follow(conversation)) {
                    var only = byEventSource.rest();
                    assertEquals("RATE_LIMITED", only.error());
                    assertEquals("end:RATE_LIMITED", only.last().id());
                }
                Api.somebody().at(node.url()).hear(Providers.quick(2)).complete();
            }
            assertEquals(0, Database.count("message where content = ?", refused));
            Await.until(
                    "there is room again",
                    () -> user.post("/api/chat/stream", Api.json("message", refused))
                            .status(),
                    status -> status == 200);
            user.delete("/api/chat/answers/" + begun.answerId()).with(204);
            one.rest().complete();
        }
    }

    @Test
    void chunksOfALongAnswerSayThatAllTextSoFarIsLeftOut() {
        var heard = user.hear(Providers.question("tokens=60 first=0 delay=5"));
        var said = new StringBuilder();
        for (var chunk : heard.of("chunk")) {
            said.append(chunk.getString("content"));
            if (said.length() <= 100) {
                assertEquals(said.toString(), chunk.getString("totalContent"));
                assertFalse(chunk.containsKey("totalContentOmitted"));
            } else {
                assertTrue(chunk.getBoolean("totalContentOmitted"));
                assertFalse(chunk.containsKey("totalContent"));
            }
        }
        assertEquals(Providers.numbered(60), heard.complete().getString("content"));
    }
}
