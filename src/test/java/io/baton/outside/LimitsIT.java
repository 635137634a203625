package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import io.baton.testing.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens at a limit; the windows are filled past the server, since its limits are high. */
class LimitsIT {
    private static final List<String> PROVIDERS = List.of("provider:qwen", "provider:gemma", "provider:openai");
    private static final List<String> MODELS = List.of("qwen2.5", "gemma-3", "gpt-4");
    private final Api user = Api.somebody();

    @BeforeEach
    @AfterEach
    void theProvidersHaveRoomAgain() {
        PROVIDERS.forEach(RedisData::empty);
        MODELS.forEach(model -> RedisData.empty("breaker:" + model));
    }

    /** Where Redis is slower than 100 ms, each node counts for itself, and what is filled here counts for nothing. */
    @BeforeEach
    void redisAnswersInTime() {
        Await.until("Redis answers in time", LimitsIT::statusOfTooMany, status -> status == 429);
    }

    private static int statusOfTooMany() {
        var somebody = Api.somebody();
        RedisData.fill("user:" + somebody.userId(), limit("LIMITS_USER_REQUESTS_PER_MINUTE"));
        return somebody.post("/api/chat/message", Api.json("message", "Too fast"))
                .status();
    }

    @Test
    void whoeverAsksTooFastIsToldWhenToComeAgain() {
        RedisData.fill("user:" + user.userId(), limit("LIMITS_USER_REQUESTS_PER_MINUTE"));
        for (var path : List.of("/api/chat/message", "/api/chat/stream")) {
            var refusal = user.post(path, Api.json("message", "Too fast"));
            assertEquals("RATE_LIMITED", refusal.problem(429).getString("code"));
            assertSoon(refusal);
        }
        try (var stream = user.listen("/api/chat/stream?message=Too+fast")) {
            assertEquals(List.of("end:RATE_LIMITED"), stream.rest().ids());
        }
        assertEquals(0, Database.count("conversation where user_id = ?", user.userId()));
        Api.somebody().hear(Providers.quick(1)).complete();
    }

    @Test
    void whoeverIsTooFastMayStillSendTheSameQuestionAgain() {
        var keyed = user.with("Idempotency-Key", "the same");
        var question = Api.json("message", Providers.quick(1));
        var sent = keyed.tell(question);
        RedisData.fill("user:" + user.userId(), limit("LIMITS_USER_REQUESTS_PER_MINUTE"));
        assertEquals(sent, keyed.tell(question));
    }

    @Test
    void anotherModelAnswersWhereAProviderHasNoRoom() {
        RedisData.fill("provider:qwen", limit("LIMITS_PROVIDER_REQUESTS_PER_MINUTE"));
        var question = Providers.quick(2);
        var frames = user.hear(question);
        assertEquals("gemma-3", frames.first().content().getString("model"));
        assertEquals("gemma-3", frames.complete().getString("model"));
        assertEquals(1, Providers.saw(question).size());
        var qwen = user.get("/api/models").array().getJsonObject(0);
        assertEquals(false, qwen.getBoolean("available"));
        assertTrue(qwen.containsKey("reason"));
        assertTrue(qwen.containsKey("availableAt"));
    }

    @Test
    void whereNoProviderHasRoomTheQuestionIsRefused() {
        PROVIDERS.forEach(provider -> RedisData.fill(provider, limit("LIMITS_PROVIDER_REQUESTS_PER_MINUTE")));
        for (var path : List.of("/api/chat/message", "/api/chat/stream")) {
            var refusal = user.post(path, Api.json("message", "No room"));
            assertEquals("NO_MODEL_OPEN", refusal.problem(503).getString("code"));
            assertSoon(refusal);
        }
        try (var stream = user.listen("/api/chat/stream?message=No+room")) {
            assertEquals(List.of("end:NO_MODEL_OPEN"), stream.rest().ids());
        }
        assertEquals(0, Database.count("conversation where user_id = ?", user.userId()));
    }

    @Test
    void whereAllHaveFailedTooOftenOneIsAskedAllTheSameAndOnlyOnce() {
        MODELS.forEach(model -> RedisData.openBreaker(model, 60_000));
        var conversation = user.tell(Api.json("message", Providers.quick(2))).getString("conversationId");
        assertEquals(0, requests(), "a question alone asks nobody");
        try (var stream = user.follow(conversation)) {
            stream.rest().complete();
        }
        assertEquals(1, requests());
    }

    /** Counted at all providers; every test here leaves none behind. */
    private static long requests() {
        return PROVIDERS.stream().mapToLong(RedisData::size).sum();
    }

    private static int limit(String setting) {
        return Integer.parseInt(TestServer.running().environment().get(setting));
    }

    private static void assertSoon(Reply refusal) {
        var seconds = Integer.parseInt(refusal.header("Retry-After"));
        assertTrue(seconds >= 1 && seconds <= 60, () -> seconds + " s");
    }
}
