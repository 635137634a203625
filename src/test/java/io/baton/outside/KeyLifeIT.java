package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.models.Model;
import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of an API key on two nodes, as OpenAI's own client sees it: made, used, limited, over budget, revoked while it streams. */
@Tag("long")
class KeyLifeIT {
    /** Nobody listens on port 1. */
    private static final String NO_REDIS = "redis://127.0.0.1:1";

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String ENDLESS = "tokens=900 first=0 delay=50";
    private static TestNode second;
    private static TestNode withoutRedis;
    private final Api admin = Api.of("admin");
    private final Api user = Api.somebody();

    @BeforeAll
    static void moreNodes() {
        second = TestServer.running().anotherNode(Map.of());
        withoutRedis = TestServer.running().anotherNode(Map.of("REDIS_URL", NO_REDIS));
    }

    @AfterAll
    static void oneNodeAgain() {
        second.kill();
        withoutRedis.kill();
    }

    @Test
    void madeUsedLimitedOverBudgetAndRevokedWhileItStreamsOnAnotherNode() {
        var key = MadeKey.of(
                user, MadeKey.named().add("models", Json.createArrayBuilder().add("qwen2.5")));
        var client = client(key, second.url());
        assertEquals(
                List.of("qwen2.5"),
                client.models().list().data().stream().map(Model::id).toList());
        assertEquals(Providers.numbered(3), answer(client, "qwen2.5"));
        assertThrows(PermissionDeniedException.class, () -> answer(client, "gpt-4"));

        change(key, "requestsPerMinute", Json.createValue(1));
        Await.until(
                "the limit holds on the other node", SOON, () -> refusal(client), RateLimitException.class::isInstance);

        change(key, "budget", Json.createObjectBuilder().add("dayLimit", 0).build());
        var broke = Await.until(
                "the budget is used up on the other node",
                SOON,
                () -> refusal(client),
                refusal -> refusal instanceof RateLimitException limited
                        && limited.code().filter("insufficient_quota"::equals).isPresent());
        assertTrue(broke.getMessage().contains("API key"), broke.getMessage());

        change(key, "answersAtOnce", Json.createValue(2));
        Await.until("it answers again", SOON, () -> refusal(client), refusal -> refusal == null);
        revokedWhileItStreams(key, second.url());
        assertThrows(UnauthorizedException.class, () -> answer(client, "qwen2.5"));
        assertThrows(
                UnauthorizedException.class,
                () -> answer(client(key, TestServer.running().url()), "qwen2.5"));
    }

    @Test
    void aRevocationHoldsOnANodeWithoutRedisToo() {
        var key = MadeKey.ofService(admin, MadeKey.named());
        revokedWhileItStreams(key, withoutRedis.url());
        var conversation = MadeKey.of(user, MadeKey.named());
        var question = Providers.question(ENDLESS);
        try (var stream = conversation.api().at(withoutRedis.url()).ask(question)) {
            var begun = stream.next(3);
            conversation.revoke();
            assertEquals("stopped", begun.then(stream.rest()).complete().getString("finishReason"));
        }
        conversation.api().at(withoutRedis.url()).get("/api/auth/me").problem(401);
    }

    /** Its client is told, its provider is hung up on, and the books name the key. */
    private static void revokedWhileItStreams(MadeKey key, String node) {
        var question = Providers.question(ENDLESS);
        var begun = new CountDownLatch(3);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reading = threads.submit(() -> {
                try (var stream = client(key, node).chat().completions().createStreaming(asking(question, "qwen2.5"))) {
                    stream.stream().forEach(chunk -> begun.countDown());
                }
                return null;
            });
            await(begun);
            key.revoke();
            var seen = Await.until(
                    "the provider is hung up on",
                    SOON,
                    () -> Providers.saw(question).getFirst(),
                    request -> request.outcome() != SeenRequest.Outcome.RUNNING);
            assertEquals(SeenRequest.Outcome.HUNG_UP, seen.outcome());
            var told = assertThrows(Exception.class, reading::get);
            assertTrue(told.getCause() instanceof OpenAIException, () -> "told " + told.getCause());
        }
        var outcomes = Await.until(
                "it is booked",
                () -> Database.rows(
                        "select outcome from attempt where api_key_id = ? and outcome is not null order by id desc",
                        key.id()),
                rows -> !rows.isEmpty() && "stopped".equals(rows.getFirst().get("outcome")));
        assertEquals("stopped", outcomes.getFirst().get("outcome"));
    }

    private static void await(CountDownLatch begun) {
        try {
            assertTrue(begun.await(Await.ENOUGH.toSeconds(), java.util.concurrent.TimeUnit.SECONDS), "it streams");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void change(MadeKey key, String member, jakarta.json.JsonValue value) {
        key.maker().put(key.at(), MadeKey.named().add(member, value).build()).with(200);
    }

    /** Null: it answered. */
    private static Exception refusal(OpenAIClient client) {
        try {
            answer(client, "qwen2.5");
            return null;
        } catch (OpenAIException refused) {
            return refused;
        }
    }

    private static String answer(OpenAIClient client, String model) {
        var completion = client.chat().completions().create(asking(Providers.quick(3), model));
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    private static ChatCompletionCreateParams asking(String question, String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(question)
                .build();
    }

    private static OpenAIClient client(MadeKey key, String node) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(node + "/v1")
                .apiKey(key.text())
                .timeout(Await.ENOUGH)
                .maxRetries(0)
                .build();
    }
}
