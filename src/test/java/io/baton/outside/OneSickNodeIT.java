package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one node does not get a connection to is closed on that node, and open on all others. Nobody listens on port 1. */
@Tag("long")
class OneSickNodeIT {
    private static final int ALLOWED = 3;
    private static TestNode sick;
    private final Api user = Api.somebody();

    @BeforeAll
    static void aNodeWithoutAWayToQwen() {
        sick = TestServer.running()
                .anotherNode(Map.of(
                        "QWEN_MP_REST_URL",
                        "http://127.0.0.1:1/v1",
                        "LIMITS_MODEL_ERRORS_PER_FIVE_MINUTES",
                        Integer.toString(ALLOWED)));
    }

    @AfterAll
    static void oneNodeAgain() {
        sick.kill();
    }

    @Test
    void otherNodesGoOnAskingTheModel() {
        // Fault tolerance, too, keeps from trying for seconds, which says nothing new about the way to the model.
        var end = System.nanoTime() + Await.ENOUGH.toNanos();
        while (qwen(sick.url()).getBoolean("available") && System.nanoTime() - end < 0) {
            var frames = user.at(sick.url()).hear(Providers.quick(1));
            assertEquals("gemma-3", frames.complete().getString("model"));
            var first = Database.attempts(frames.answerId()).getFirst();
            assertEquals("void", first.source(), first::toString);
            assertEquals(0, first.cost().signum());
        }
        var there = qwen(sick.url());
        assertFalse(there.getBoolean("available"), there::toString);
        assertEquals("unreachable", there.getString("reason"));
        assertTrue(there.getInt("errors") >= ALLOWED, there::toString);
        assertTrue(user.at(sick.url()).get("/health/ready").with(200).body().contains("\"unreachable\":\"qwen2.5\""));

        var here = qwen(TestServer.running().url());
        assertTrue(here.getBoolean("available"), here::toString);
        assertEquals(Map.of(), RedisData.breaker("qwen2.5"));
        assertEquals("qwen2.5", user.hear(Providers.quick(1)).complete().getString("model"));
        assertEquals(
                "gemma-3",
                user.at(sick.url()).hear(Providers.quick(1)).complete().getString("model"));
    }

    private JsonObject qwen(String node) {
        return user.at(node).get("/api/models").with(200).array().getValuesAs(JsonObject.class).stream()
                .filter(model -> model.getString("id").equals("qwen2.5"))
                .findFirst()
                .orElseThrow();
    }
}
