package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.dev.Programs;
import io.baton.dev.Prometheus;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped rules and the dashboard, by a real Prometheus that scrapes a running server. */
class PrometheusIT {
    private static final Path DASHBOARD = Path.of("docs/monitoring/grafana-dashboard.json");
    private static final Duration EVALUATED = Duration.ofSeconds(30);
    private static final Api ADMIN = Api.of("admin");
    private static Prometheus prometheus;

    @BeforeAll
    static void aServerThatIsUsed() {
        var program = Programs.find("prometheus");
        var required = Boolean.parseBoolean(System.getenv("PROMETHEUS_REQUIRED"));
        assumeTrue(program.isPresent() || required, "prometheus was not found; rules and dashboard were not evaluated");
        var folder = Path.of(System.getProperty("baton.folder"), "prometheus");
        ask();
        prometheus = Prometheus.start(
                program.orElseThrow(), folder, TestServer.running().url());
        Await.until("it scrapes", EVALUATED, () -> scrapes(), count -> count >= 3);
        ask();
        Await.until("it has seen both", EVALUATED, () -> scrapes(), count -> count >= 8);
    }

    private static double scrapes() {
        return prometheus.query("count_over_time(up[5m])").stream()
                .mapToDouble(PrometheusIT::value)
                .sum();
    }

    private static double value(JsonObject sample) {
        return Double.parseDouble(sample.getJsonArray("value").getString(1));
    }

    /** Answers, one of which needs two models, and one that no model gives. */
    private static void ask() {
        var user = Api.somebody();
        user.hear(Providers.quick(20)).complete();
        user.hear(Providers.quick(5) + " [[qwen:fault=status:503]]").complete();
        user.hear(Providers.quick(5) + " [[qwen:fault=reset]] [[gemma:fault=reset]] [[openai:fault=reset]]")
                .error();
    }

    @AfterAll
    static void end() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Test
    void theRulesAreValid() throws IOException, InterruptedException {
        var check = new ProcessBuilder("promtool", "check", "rules", Prometheus.RULES.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor(), said);
    }

    @Test
    void eachRuleIsEvaluatedAndAsksForWhatIsThere() {
        Await.until(
                "all are evaluated",
                EVALUATED,
                () -> prometheus.rules(),
                all -> all.stream().allMatch(rule -> rule.getString("health").equals("ok")));
        var queries = prometheus.rules().stream()
                .flatMap(rule -> selections(rule.getString("query")))
                .toList();
        assertTrue(queries.size() > 30, queries::toString);
        queries.forEach(PrometheusIT::assertData);
    }

    /** What a rule compares, without the limits; nothing is a week old here. */
    private static Stream<String> selections(String query) {
        return Stream.of(query.split("\\band\\b"))
                .flatMap(part -> Stream.of(part.split("\\s(==|>=|<=|>|<)\\s")))
                .map(String::strip)
                .filter(part -> !part.contains("offset") && !part.matches("[0-9.e+-]+"));
    }

    @Test
    void eachPanelOfTheDashboardHasData() throws IOException {
        var panels =
                Api.parse(Files.readString(DASHBOARD)).getJsonArray("panels").getValuesAs(JsonObject.class);
        var queries = panels.stream()
                .filter(panel -> panel.getString("type").equals("timeseries"))
                .flatMap(panel -> panel.getJsonArray("targets").getValuesAs(JsonObject.class).stream())
                .map(target -> target.getString("expr")
                        .replace("$__rate_interval", "5m")
                        .replace("$instance", ".*"))
                .toList();
        assertTrue(queries.size() > 30, queries::toString);
        queries.forEach(PrometheusIT::assertData);
    }

    private static void assertData(String query) {
        assertTrue(!prometheus.query(query).isEmpty(), () -> "no data: " + query);
    }

    @Test
    void aModelThatAnAdminDisablesIsReported() {
        set(false);
        try {
            var alert = "ALERTS{alertname=\"BatonModelUnavailable\", gen_ai_request_model=\"gpt-4\"}";
            Await.until(
                    "the alert waits for its time", EVALUATED, () -> prometheus.query(alert), all -> !all.isEmpty());
        } finally {
            set(true);
        }
        assertEquals(List.of(), prometheus.query("ALERTS{alertname=\"BatonNodeDown\"}"));
    }

    private static void set(boolean available) {
        var body = Json.createObjectBuilder().add("available", available).build();
        ADMIN.put("/api/admin/models/gpt-4/standing", body).with(204);
    }
}
