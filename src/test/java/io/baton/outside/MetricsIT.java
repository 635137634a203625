package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import jakarta.json.Json;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator sees at {@code /metrics}, and what nobody can put there. */
class MetricsIT {
    private static final String QWEN = "gen_ai_request_model=\"qwen2.5\"";
    private static final String COMPLETE = "outcome=\"complete\"";
    private static final Api ADMIN = Api.of("admin");
    private final Api user = Api.somebody();

    @AfterEach
    void everyModelIsOpen() {
        Providers.scripted().resetScripts();
        ADMIN.put(
                        "/api/admin/models/gemma-3/standing",
                        Json.createObjectBuilder().add("available", true).build())
                .with(204);
    }

    @Test
    void anAnswerIsCountedByItsModel() {
        var before = Stream.of(ofAnAnswer()).map(DoubleSupplier::getAsDouble).toList();
        var usage = user.hear(Providers.quick(5)).complete().getJsonObject("usage");
        var tokens = usage == null ? 5 : usage.getInt("completion_tokens", 5);
        var after = Stream.of(ofAnAnswer()).map(DoubleSupplier::getAsDouble).toList();
        var rise = new TreeSet<String>();
        for (var i = 0; i < before.size(); i++) {
            rise.add(i + ": " + (after.get(i) - before.get(i)));
        }
        assertEquals(
                new TreeSet<>(List.of("0: 1.0", "1: 1.0", "2: 1.0", "3: 1.0", "4: 1.0", "5: " + (double) tokens)),
                rise);
        assertTrue(Metrics.sum("gen_ai_client_operation_time_per_output_chunk_seconds_count", QWEN) >= 1);
        assertTrue(Metrics.sum("baton_cost_nanodollars_total", QWEN) > 0);
        assertTrue(Metrics.sum("gen_ai_client_operation_duration_seconds_bucket", QWEN, COMPLETE, "le=\"10.24\"") >= 1);
        assertEquals(
                0,
                Metrics.series().stream()
                        .filter(each -> each.matches("(gen_ai|baton).*quantile=.*"))
                        .count());
    }

    private static DoubleSupplier[] ofAnAnswer() {
        return new DoubleSupplier[] {
            () -> Metrics.sum("baton_model_requests_total", QWEN, COMPLETE),
            () -> Metrics.sum("gen_ai_client_operation_duration_seconds_count", QWEN, COMPLETE),
            () -> Metrics.sum("gen_ai_client_operation_time_to_first_chunk_seconds_count", QWEN),
            () -> Metrics.sum("baton_answers_total", "state=\"done\"", "reason=\"stop\""),
            () -> Metrics.sum("baton_answer_time_to_first_output_seconds_count"),
            () -> Metrics.sum("baton_tokens_total", QWEN, "kind=\"output\"", "source=\"measured\"")
        };
    }

    @Test
    void aFailedRequestAndTheSwitchAfterItAreCounted() {
        var failed = Metrics.sum("baton_model_requests_total", QWEN, "outcome=\"status\"");
        var errors = Metrics.sum("gen_ai_client_operation_duration_seconds_count", QWEN, "error_type=\"status\"");
        var switches = Metrics.sum("baton_model_switches_total", "cause=\"status\"");
        user.hear(Providers.quick(3) + " [[qwen:fault=status:503]]").complete();
        assertEquals(failed + 1, Metrics.sum("baton_model_requests_total", QWEN, "outcome=\"status\""));
        assertEquals(
                errors + 1,
                Metrics.sum("gen_ai_client_operation_duration_seconds_count", QWEN, "error_type=\"status\""));
        assertEquals(switches + 1, Metrics.sum("baton_model_switches_total", "cause=\"status\""));
    }

    @Test
    void whatRunsIsSeenWhileItRuns() {
        try (var stream = user.ask(Providers.question("tokens=2000 first=0 delay=20"))) {
            stream.next(5);
            assertTrue(Metrics.value("baton_answers_running{") >= 1);
            assertTrue(Metrics.sum("baton_readers", "kind=\"conversation\"") >= 1);
            assertTrue(Metrics.sum("baton_pool_connections", "pool=\"qwen\"", "state=\"used\"") >= 1);
            assertTrue(Metrics.sum("baton_holds") >= 0);
        }
        var readers = Metrics.sum("baton_readers", "kind=\"completion\"");
        var request = Completion.asking(Providers.question("tokens=900 first=0 delay=20"))
                .add("stream", true);
        try (var completion = user.open(Completion.PATH, request.build())) {
            completion.until(frame -> frame.data().contains("t3 "));
            assertEquals(readers + 1, Metrics.sum("baton_readers", "kind=\"completion\""));
        }
        Await.until(
                "the reader has left",
                () -> Metrics.sum("baton_readers", "kind=\"completion\""),
                left -> left == readers);
    }

    @Test
    void theHoldsOfRunningAnswersAndTheStateOfModelsFollow() {
        try (var stream = user.ask(Providers.question("tokens=5000 first=0 delay=20"))) {
            stream.next(3);
            Await.until("its hold is seen", () -> Metrics.sum("baton_holds"), count -> count >= 1);
            Await.until("and its amount", () -> Metrics.sum("baton_holds_dollars"), amount -> amount > 0);
        }
        ADMIN.put(
                        "/api/admin/models/gemma-3/standing",
                        Json.createObjectBuilder().add("available", false).build())
                .with(204);
        Await.until(
                "it is disabled",
                () -> Metrics.sum("baton_model_state", "gemma-3", "state=\"disabled\""),
                state -> state == 1);
        assertEquals(0, Metrics.sum("baton_model_state", "gemma-3", "state=\"available\""));
    }

    @Test
    void namesThatCallersInventBecomeNoSeries() {
        ask("warm-up");
        var before = Metrics.series();
        for (var i = 0; i < 500; i++) {
            ask("model-" + UUID.randomUUID());
        }
        var added = Metrics.series();
        added.removeAll(before);
        assertEquals(new TreeSet<String>(), added);
    }

    private void ask(String model) {
        var status = user.post("/api/chat/stream", Api.json("message", "Question", "model", model))
                .status();
        assertTrue(status >= 400 && status < 500, "status " + status);
        var request = Completion.asking("Question").add("model", model).build();
        status = user.post(Completion.PATH, request).status();
        assertTrue(status >= 400 && status < 500, "status " + status);
    }

    @Test
    void aScrapeNeedsNoDatabase() {
        Database.letIn(false);
        try {
            assertTrue(Metrics.sum("baton_pool_most", "pool=\"redis\"") > 0);
        } finally {
            Database.letIn(true);
        }
        Await.until("all is well again", () -> Api.nobody().get("/health/ready").status(), status -> status == 200);
    }

    @Test
    void theServersOwnFiguresAreThere() {
        for (var name : List.of(
                "jvm_uptime_seconds",
                "memory_usedHeap_bytes",
                "thread_count",
                "gc_total",
                "threadpool_activeThreads",
                "connectionpool_freeConnections",
                "baton_periodic_task_seconds_since_success",
                "baton_log_replication_lag_seconds",
                "baton_log_replication_queue",
                "baton_redis_degraded",
                "baton_attempts_unpriced",
                "baton_live_figures_drifting")) {
            assertTrue(Metrics.series().stream().anyMatch(each -> each.startsWith(name)), name);
        }
    }
}
