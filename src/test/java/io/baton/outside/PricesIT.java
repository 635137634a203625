package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import io.baton.testing.SteadyHour;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices are set from a moment on, what was booked keeps its price, and what had none is priced after a look. */
class PricesIT {
    private static final String LIST_PRICES = "/api/admin/prices/list-prices";

    private final Api admin = Api.of("admin");
    private final Api user = Api.somebody();
    private final String userId = user.userId();
    private final Instant now = SteadyHour.begin();

    @AfterEach
    void theShippedPriceHoldsAgain() {
        set(Json.createObjectBuilder()
                .add("model", "gpt-4")
                .add("input", 0.03)
                .add("output", 0.03)
                .build());
    }

    @Test
    void aNewPriceHoldsFromNowOnAndTheOldCostStays() {
        ask();
        var before = cost();
        var set = set(Json.createObjectBuilder()
                .add("model", "gpt-4")
                .add("input", 3)
                .add("output", 6)
                .build());
        assertEquals(0, set.getJsonNumber("cached").bigDecimalValue().compareTo(BigDecimal.valueOf(3)));
        ask();
        var rows = Database.rows(
                "select price_version, cost, input_tokens, output_tokens from attempt where user_id = ? order by started_at",
                userId);
        assertEquals(0, before.compareTo((BigDecimal) rows.getFirst().get("cost")));
        assertEquals(set.getString("version"), rows.getLast().get("price_version"));
        var exact = BigDecimal.valueOf(
                (Integer) rows.getLast().get("input_tokens") * 3L
                        + (Integer) rows.getLast().get("output_tokens") * 6L,
                3);
        assertEquals(0, exact.compareTo((BigDecimal) rows.getLast().get("cost")));
    }

    @Test
    void aPriceOfTomorrowWaits() {
        var tomorrow = now.plus(Duration.ofDays(1)).toString();
        set(Json.createObjectBuilder()
                .add("model", "gemma-3")
                .add("from", tomorrow)
                .add("input", 900)
                .add("output", 900)
                .build());
        var gemma = user.get("/api/models").array().getJsonObject(1);
        assertEquals("gemma-3", gemma.getString("id"));
        assertTrue(gemma.getJsonObject("price")
                        .getJsonNumber("input")
                        .bigDecimalValue()
                        .compareTo(BigDecimal.ONE)
                < 0);
        assertTrue(admin.get("/api/admin/prices").with(200).body().contains("900"));
    }

    @Test
    void whatHasNoCostIsPricedAsThePreviewHasShown() {
        ask();
        var cost = cost();
        var day = "user:" + userId + ":usage:" + now.toString().substring(0, 10);
        Await.until("it is in the live figures", () -> RedisData.hash(day), hash -> !hash.isEmpty());
        // Or else a server that has just started would soon do so by itself, and set right what this test breaks.
        admin.post("/api/admin/live-figures/rebuild", Api.json()).with(200);
        unprice();
        RedisData.put(day, Map.of("gpt-4:cost", "0"));
        var preview = admin.get("/api/admin/prices/unpriced").with(200).json();
        assertTrue(preview.getJsonArray("lines").size() >= 1);
        assertNull(cost());
        admin.post("/api/admin/prices/unpriced", Api.json("token", "another")).problem(400, "token");
        assertNull(cost());
        admin.post("/api/admin/prices/unpriced", Api.json("token", preview.getString("token")))
                .with(204);
        assertEquals(0, cost.compareTo(cost()));
        var rolledUp = Database.row("select cost, unpriced from usage_quarter_hour where user_id = ?", userId);
        assertEquals(0, cost.compareTo((BigDecimal) rolledUp.get("cost")));
        assertEquals(0L, rolledUp.get("unpriced"));
        Await.until(
                "the cost is in the live figures",
                () -> new BigDecimal(RedisData.hash(day).get("gpt-4:cost")),
                live -> live.compareTo(cost) == 0);
        assertEquals(
                0,
                admin.get("/api/admin/prices/unpriced")
                        .with(200)
                        .json()
                        .getJsonArray("lines")
                        .size());
    }

    @Test
    void listPricesAreShownBesideWhatHoldsAndTakenOverOnce() {
        set(Json.createObjectBuilder()
                .add("model", "gpt-4")
                .add("input", 0.03)
                .add("output", 0.03)
                .build());
        var preview = listPrice("gpt-4", admin.get(LIST_PRICES).with(200).array());
        assertTrue(preview.getBoolean("changes"));
        assertEquals("0.03", preview.getJsonObject("present").get("output").toString());
        assertEquals("0.06", preview.getJsonObject("proposed").get("output").toString());
        assertTrue(preview.getString("source").startsWith("https://"));
        assertEquals(10, preview.getString("date").length());
        var unknown = listPrice("qwen2.5", admin.get(LIST_PRICES).with(200).array());
        assertNull(unknown.get("proposed"));
        assertFalse(unknown.getBoolean("changes"));

        var taken =
                admin.post(LIST_PRICES, Api.json("model", "gpt-4")).with(200).array();
        assertEquals(1, taken.size());
        assertFalse(listPrice("gpt-4", admin.get(LIST_PRICES).with(200).array()).getBoolean("changes"));
        assertEquals(0, admin.post(LIST_PRICES, Api.json()).with(200).array().size());
        ask();
        var row = Database.row(
                "select price_version, cost, input_tokens, output_tokens from attempt where user_id = ?", userId);
        var exact =
                BigDecimal.valueOf((Integer) row.get("input_tokens") * 3L + (Integer) row.get("output_tokens") * 6L, 5);
        assertEquals(0, exact.compareTo((BigDecimal) row.get("cost")));
    }

    @Test
    void listPricesOfTomorrowWait() {
        var tomorrow = now.plus(Duration.ofDays(1)).toString();
        set(Json.createObjectBuilder()
                .add("model", "gpt-4")
                .add("input", 0.03)
                .add("output", 0.03)
                .build());
        assertEquals(
                1,
                admin.post(LIST_PRICES, Api.json("from", tomorrow))
                        .with(200)
                        .array()
                        .size());
        assertEquals(
                0,
                admin.post(LIST_PRICES, Api.json("from", tomorrow))
                        .with(200)
                        .array()
                        .size());
        assertTrue(listPrice("gpt-4", admin.get(LIST_PRICES).with(200).array()).getBoolean("changes"));
        Database.run("delete from price where model = 'gpt-4' and effective_from > now()");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"model\": \"gpt-9\"} | model", "{\"from\": \"2020-01-01T00:00:00Z\"} | from"})
    void aTakeOverThatCanNotBeIsNamed(String body, String field) {
        admin.send("POST", LIST_PRICES, body.getBytes()).problem(400, field);
    }

    private static JsonObject listPrice(String model, JsonArray lines) {
        return lines.getValuesAs(JsonObject.class).stream()
                .filter(line -> line.getString("model").equals(model))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\": \"gpt-9\", \"input\": 1, \"output\": 1} | model",
                "{\"input\": 1, \"output\": 1} | model",
                "{\"model\": \"gpt-4\", \"output\": 1} | input",
                "{\"model\": \"gpt-4\", \"input\": 1} | output",
                "{\"model\": \"gpt-4\", \"input\": -1, \"output\": 1} | input",
                "{\"model\": \"gpt-4\", \"input\": 1, \"output\": 1, \"cached\": \"x\"} | cached",
                "{\"model\": \"gpt-4\", \"input\": 1, \"output\": 1, \"from\": \"2020-01-01T00:00:00Z\"} | from",
                "{\"model\": \"gpt-4\", \"input\": 1, \"output\": 1, \"from\": \"soon\"} | from"
            })
    void whatCanNotBeTakenIsNamed(String body, String field) {
        admin.send("POST", "/api/admin/prices", body.getBytes()).problem(400, field);
    }

    @Test
    void onlyAnAdminMaySeeOrSetThem() {
        user.get("/api/admin/prices").with(403);
        user.post("/api/admin/prices", Api.json()).with(403);
        user.get("/api/admin/prices/unpriced").with(403);
        user.post("/api/admin/prices/unpriced", Api.json()).with(403);
        user.get(LIST_PRICES).with(403);
        user.post(LIST_PRICES, Api.json()).with(403);
    }

    private void ask() {
        try (var stream = user.ask(Api.json("message", Providers.quick(7), "model", "gpt-4"))) {
            stream.rest().complete();
        }
    }

    /** As if no price had been known when the user asked. */
    private void unprice() {
        Database.run("update attempt set cost = null, price_version = null where user_id = ?", userId);
        Database.run("""
                update usage_site_quarter_hour s set cost = s.cost - u.cost, unpriced = s.unpriced + 1
                from usage_quarter_hour u where u.bucket = s.bucket and u.model = s.model and u.user_id = ?
                """, userId);
        Database.run("update usage_quarter_hour set cost = 0, unpriced = 1 where user_id = ?", userId);
    }

    /** Of the user's first request. */
    private BigDecimal cost() {
        return (BigDecimal) Database.rows("select cost from attempt where user_id = ? order by started_at", userId)
                .getFirst()
                .get("cost");
    }

    private JsonObject set(JsonObject price) {
        return admin.post("/api/admin/prices", price).with(200).json();
    }
}
