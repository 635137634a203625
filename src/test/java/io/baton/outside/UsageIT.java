package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import io.baton.testing.SteadyHour;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was used: the live figures and the statistics say what the ledger says. */
class UsageIT {
    private static final String LEDGER = """
            select model, count(*) filter (where ended_answer) as requests, sum(input_tokens + output_tokens) as tokens,
              sum(cost) as cost, count(*) filter (where outcome not in ('complete', 'stopped')) as errors
            from attempt where outcome is not null and started_at >= ?::timestamptz and started_at < ?::timestamptz
              and (user_id = ? or ? = 'all') group by model
            """;
    private final Api user = Api.somebody();
    private final String userId = user.userId();
    private final Instant now = SteadyHour.begin();

    @Test
    void theLiveFiguresOfAUserEqualTheLedger() {
        use();
        var day = today();
        assertSoonEqual("user:" + userId + ":usage:" + date("yyyy-MM-dd"), day, day.plus(Duration.ofDays(1)), userId);
        assertEquals(90, days(RedisData.life("user:" + userId + ":usage:" + date("yyyy-MM-dd"))));
    }

    @Test
    void theLiveFiguresOfAllEqualTheLedger() {
        use();
        var day = today();
        var hour = now.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
        assertSoonEqual("usage:day:" + date("yyyy-MM-dd"), day, day.plus(Duration.ofDays(1)), "all");
        assertSoonEqual("usage:hour:" + date("yyyy-MM-dd-HH"), hour, hour.plus(Duration.ofHours(1)), "all");
        assertEquals(30, days(RedisData.life("usage:day:" + date("yyyy-MM-dd"))));
        assertEquals(7, days(RedisData.life("usage:hour:" + date("yyyy-MM-dd-HH"))));
    }

    @ParameterizedTest
    @CsvSource({"hour, yyyy-MM-dd'T'HH:00", "day, yyyy-MM-dd", "week, YYYY-'W'ww", "month, yyyy-MM"})
    void theStatisticsEqualTheLedger(String groupBy, String pattern) {
        use();
        var statistics = soon("?groupBy=" + groupBy);
        var series = statistics.getJsonArray("series").getValuesAs(JsonObject.class);
        var figures = new TreeMap<String, String>();
        for (var row : series) {
            assertEquals(
                    DateTimeFormatter.ofPattern(pattern, java.util.Locale.UK)
                            .withZone(ZoneOffset.UTC)
                            .format(now),
                    row.getString("period"));
            var model = row.getString("model");
            figures.put(model + ":requests", row.get("requests").toString());
            figures.put(model + ":tokens", row.get("totalTokens").toString());
            figures.put(model + ":cost", plain(row.getJsonNumber("totalCost").bigDecimalValue()));
            figures.put(model + ":errors", row.get("errors").toString());
        }
        assertEquals(ledger(today(), today().plus(Duration.ofDays(1)), userId), figures);
        assertEquals(4, statistics.getInt("totalRequests"));
        assertEquals(1, statistics.getInt("errors"));
    }

    @Test
    void modelsNarrowTheStatistics() {
        use();
        soon("");
        var gemma = statistics(user, "?models=gemma-3").getJsonArray("series");
        assertEquals(
                Set.of("gemma-3"),
                Set.copyOf(gemma.getValuesAs(JsonObject.class).stream()
                        .map(row -> row.getString("model"))
                        .toList()));
        assertEquals(4, statistics(user, "?models=gemma-3,gpt-4,qwen2.5").getInt("totalRequests"));
        assertEquals(0, statistics(user, "?start=2020-01-01&end=2020-01-31").getInt("totalRequests"));
    }

    @Test
    void anAdminSeesAnybodyAndAll() {
        use();
        var own = soon("");
        var admin = Api.of("admin");
        assertEquals(own, statistics(admin, "?userId=" + userId));
        assertEquals(own, statistics(user, "?userId=me"));
        assertTrue(statistics(admin, "").getInt("totalRequests") >= 4);
        assertEquals(0, statistics(Api.somebody(), "").getInt("totalRequests"));
    }

    @Test
    void theProjectionAnswers() {
        use();
        var spent = soon("").getJsonNumber("totalCost").bigDecimalValue();
        var projection = user.get("/api/usage/projection").with(200).json();
        assertEquals(plain(spent), plain(projection.getJsonNumber("currentCost").bigDecimalValue()));
        assertTrue(projection
                        .getJsonNumber("projectedMonthlyCost")
                        .bigDecimalValue()
                        .compareTo(spent)
                >= 0);
        assertTrue(projection.getJsonNumber("dailyAverage").bigDecimalValue().signum() > 0);
        assertEquals("up", projection.getString("trend"));
        Api.of("admin").get("/api/usage/projection").with(200);
        Api.of("admin").get("/api/usage/projection?userId=" + userId).with(200);
    }

    /** Four answers: one by each model, and one that another model had to give. */
    private void use() {
        for (var model : List.of("qwen2.5", "gemma-3", "gpt-4")) {
            try (var stream = user.ask(Api.json("message", Providers.quick(20), "model", model))) {
                stream.rest().complete();
            }
        }
        user.hear("Question " + UUID.randomUUID() + " [[qwen:fault=status:500]] [[tokens=5 first=0 delay=0]]")
                .complete();
    }

    private JsonObject soon(String query) {
        return Await.until(
                "the statistics have all answers",
                () -> statistics(user, query),
                statistics -> statistics.getInt("totalRequests") == 4 && statistics.getInt("errors") == 1);
    }

    private static JsonObject statistics(Api api, String query) {
        return api.get("/api/usage/statistics" + query).with(200).json();
    }

    private static void assertSoonEqual(String key, Instant from, Instant to, String user) {
        Await.until("the hash equals the ledger: " + key, () -> new TreeMap<>(RedisData.hash(key)), hash -> {
            var ledger = ledger(from, to, user);
            return !ledger.isEmpty() && hash.entrySet().containsAll(ledger.entrySet());
        });
    }

    private static Map<String, String> ledger(Instant from, Instant to, String user) {
        var figures = new TreeMap<String, String>();
        for (var row : Database.rows(LEDGER, from.toString(), to.toString(), user, user)) {
            figures.put(row.get("model") + ":requests", row.get("requests").toString());
            figures.put(row.get("model") + ":tokens", row.get("tokens").toString());
            figures.put(row.get("model") + ":cost", plain((BigDecimal) row.get("cost")));
            figures.put(row.get("model") + ":errors", row.get("errors").toString());
        }
        return figures;
    }

    private static String plain(BigDecimal dollars) {
        return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
    }

    private Instant today() {
        return now.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
    }

    private String date(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(now);
    }

    private static long days(long seconds) {
        return Math.ceilDiv(seconds, Duration.ofDays(1).toSeconds());
    }
}
