package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.Frames;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node with few connections to each provider. */
@Tag("long")
class ProviderPoolsIT {
    private static final int CONNECTIONS = 10;
    private static final int WARM = 3;
    private static final int ASKING = 50;
    private static final String QWEN = "pool=\"qwen\"";
    private static TestNode node;

    private final Api user = Api.somebody().at(node.url());

    @BeforeAll
    static void aNodeWithFewConnections() {
        node = TestServer.running()
                .anotherNode(Map.of(
                        "PROVIDER_CONNECTIONS_MOST", Integer.toString(CONNECTIONS),
                        "PROVIDER_CONNECTIONS_QWEN_WARM", Integer.toString(WARM),
                        "PROVIDER_CONNECTIONS_WAIT", "PT2S"));
    }

    @AfterAll
    static void itIsNotNeededAnyMore() {
        node.kill();
    }

    @Test
    void theFirstQuestionAfterTheProviderHasClosedItsConnectionsNeedsNoNewOne() {
        user.hear(Providers.quick(1)).complete();
        Providers.scripted().closeIdle();
        awaitWarm();
        var opened = waits("connection=\"new\"");
        var reused = waits("connection=\"reused\"");
        user.hear(Providers.quick(1)).complete();
        assertEquals(opened, waits("connection=\"new\""));
        assertEquals(reused + 1, waits("connection=\"reused\""));
    }

    @Test
    void whoMeetsAClosedConnectionIsAnsweredByTheSameModelAndPaysOnce() {
        for (var i = 0; i < 20; i++) {
            awaitWarm();
            Providers.scripted().closeIdle();
            var frames = user.hear(Providers.quick(1));
            assertEquals("qwen2.5", frames.complete().getString("model"));
            var attempt = Database.attempts(frames.answerId());
            assertEquals(1, attempt.size(), attempt::toString);
            assertEquals("measured", attempt.getFirst().source());
        }
    }

    @Test
    void fiftyAtOnceWaitABoundedTimeAndAreAllAnswered() throws ExecutionException, InterruptedException {
        Alarm.calm(List.of("error-rate"));
        var exhausted = exhausted();
        var waited = waits();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Frames>>();
            for (var i = 0; i < ASKING; i++) {
                answers.add(askers.submit(() -> user.hear(Providers.question("tokens=20 first=0 delay=50"))));
            }
            Await.until("some wait", () -> gauge("baton_pool_waiting"), waiting -> waiting > 0);
            assertTrue(gauge("baton_pool_connections") <= CONNECTIONS);
            for (var answer : answers) {
                assertEquals(Providers.numbered(20), answer.get().said());
            }
        }
        assertTrue(exhausted() > exhausted, "none had to go to another model");
        assertTrue(waits() > waited);
        assertEquals(0, gauge("baton_pool_waiting"));
        assertTrue(qwen().getBoolean("available"), "a full pool says nothing about the model");
        assertTrue(
                Alarm.unresolved().stream()
                        .noneMatch(alert -> alert.getString("rule").equals("error-rate")),
                "nor does it alert about errors");
    }

    private void awaitWarm() {
        Await.until(
                "connections are open",
                () -> Metrics.sumAt(node.url(), "baton_pool_connections", QWEN, "state=\"idle\""),
                idle -> idle >= WARM);
    }

    private static double gauge(String name) {
        return Metrics.sumAt(node.url(), name, QWEN);
    }

    private static double waits(String... labels) {
        var all = new ArrayList<>(List.of(labels));
        all.add(QWEN);
        return Metrics.sumAt(node.url(), "baton_pool_wait_seconds_count", all.toArray(String[]::new));
    }

    private static double exhausted() {
        return Metrics.sumAt(
                node.url(),
                "baton_model_requests_total",
                "gen_ai_request_model=\"qwen2.5\"",
                "outcome=\"pool_exhausted\"");
    }

    private JsonObject qwen() {
        return user.get("/api/models").with(200).array().getValuesAs(JsonObject.class).stream()
                .filter(model -> model.getString("id").equals("qwen2.5"))
                .findFirst()
                .orElseThrow();
    }
}
