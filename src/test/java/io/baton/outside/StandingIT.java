package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.Script;
import io.baton.testing.Api;
import io.baton.testing.RedisData;
import io.baton.testing.Reply;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How models stand: seen by everybody, learnt from how requests end, and set by an admin's hand. */
class StandingIT {
    private static final List<String> MODELS = List.of("qwen2.5", "gemma-3", "gpt-4");
    private static final Api ADMIN = Api.of("admin");
    private final Api user = Api.somebody();

    @BeforeEach
    @AfterEach
    void everyModelIsOpen() {
        Providers.scripted().resetScripts();
        MODELS.forEach(model -> set(model, open()).with(204));
    }

    @Test
    void everybodySeesTheRequestsAndErrorsOfLate() {
        user.hear(Providers.quick(1) + " [[qwen:fault=reset]]").complete();
        var qwen = model("qwen2.5");
        assertTrue(qwen.getBoolean("available"));
        assertTrue(qwen.getInt("requests") >= 1, qwen::toString);
        assertEquals(1, qwen.getInt("errors"), qwen::toString);
    }

    @Test
    void aModelWhoseBreakerIsOpenIsPassedOver() {
        RedisData.openBreaker("qwen2.5", 60_000);
        assertUnavailable(model("qwen2.5"), "errors");
        assertEquals("gemma-3", answerer(Providers.quick(1)));
    }

    @Test
    void afterItsCooldownOneProbeGoesThroughAndItsGoodEndClosesTheBreaker() {
        RedisData.openBreaker("qwen2.5", -1);
        try (var probe = user.ask(Providers.question("tokens=1 first=0 delay=600000"))) {
            assertEquals("qwen2.5", probe.next(1).first().content().getString("model"));
            assertEquals("gemma-3", answerer(Providers.quick(1)), "one probe at a time");
            assertFalse(model("qwen2.5").getBoolean("available"));
        }
        RedisData.openBreaker("qwen2.5", -1);
        assertEquals("qwen2.5", answerer(Providers.quick(1)));
        assertEquals(Map.of(), RedisData.breaker("qwen2.5"));
        assertTrue(model("qwen2.5").getBoolean("available"));
    }

    @Test
    void aProbeThatFailsOpensTheBreakerForTwiceAsLong() {
        RedisData.openBreaker("qwen2.5", -1);
        assertEquals("gemma-3", answerer(Providers.quick(1) + " [[qwen:fault=reset]]"));
        assertEquals("60000", RedisData.breaker("qwen2.5").get("cooldown"));
        assertUnavailable(model("qwen2.5"), "errors");
    }

    /** What was asked for may have made it so, such as a stop sequence that the answer begins with. */
    @Test
    void anEndWithoutAWordDoesNotCount() {
        assertEquals("gemma-3", answerer(Providers.quick(1) + " [[qwen:fault=empty]]"));
        assertEquals(0, model("qwen2.5").getInt("errors"));
    }

    @Test
    void aRequestThatIsItselfAtFaultDoesNotCount() {
        answerer(Providers.quick(1) + " [[qwen:fault=status:400]]");
        assertEquals(0, model("qwen2.5").getInt("errors"));
    }

    @Test
    void aProviderIsLeftAloneForAsLongAsItWants() {
        answerer(Providers.quick(1) + " [[qwen:fault=status:429 retry-after=30]]");
        var qwen = model("qwen2.5");
        assertUnavailable(qwen, "provider_limit");
        var again = Instant.parse(qwen.getString("availableAt"));
        assertTrue(again.isBefore(Instant.now().plus(Duration.ofSeconds(31))), again::toString);
        assertEquals("gemma-3", answerer(Providers.quick(1)));
    }

    @Test
    void anAdminClosesAModelAndOpensItAgain() {
        set("qwen2.5", Json.createObjectBuilder().add("available", false).build())
                .with(204);
        var qwen = model("qwen2.5");
        assertFalse(qwen.getBoolean("available"));
        assertEquals("closed", qwen.getString("reason"));
        assertFalse(qwen.containsKey("availableAt"), "nobody knows");
        assertEquals("gemma-3", answerer(Providers.quick(1)));
        set("qwen2.5", open()).with(204);
        assertEquals("qwen2.5", answerer(Providers.quick(1)));
    }

    @Test
    void aModelMayBeClosedForATime() {
        set("qwen2.5", closed("PT15M")).with(204);
        assertUnavailable(model("qwen2.5"), "closed");
        assertEquals("gemma-3", answerer(Providers.quick(1)));
    }

    @Test
    void whereAnAdminHasClosedAllTheQuestionIsRefused() {
        MODELS.forEach(model -> set(model, closed("PT15M")).with(204));
        var refusal = user.post("/api/chat/stream", Api.json("message", "Nobody there?"));
        assertEquals("NO_MODEL_OPEN", refusal.problem(503).getString("code"));
        assertTrue(Integer.parseInt(refusal.header("Retry-After")) > 60);
    }

    @Test
    void whatIsClosedByHandIsNotAskedEvenAsTheLast() {
        set("gpt-4", closed("PT15M")).with(204);
        List.of("qwen", "gemma").forEach(vendor -> Providers.scripted().script(vendor, Script.of("fault=reset")));
        var question = "Question " + UUID.randomUUID();
        assertEquals("ALL_MODELS_FAILED", user.hear(question).error());
        assertTrue(
                Providers.saw(question).stream().noneMatch(seen -> seen.vendor().equals("openai")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | available",
                "{\"available\": \"no\"} | available",
                "{\"available\": false, \"for\": \"soon\"} | for",
                "{\"available\": false, \"for\": \"-PT1S\"} | for",
                "{\"available\": false, \"for\": \"PT9999999H\"} | for",
                "{\"available\": false, \"for\": 5} | for",
                "{\"available\": true, \"for\": \"PT1M\"} | for"
            })
    void whatCantBeTakenIsNamed(String body, String field) {
        var refusal = ADMIN.send("PUT", "/api/admin/models/qwen2.5/standing", body.getBytes());
        assertEquals(field, refusal.problem(400).getString("field"));
        assertTrue(model("qwen2.5").getBoolean("available"));
    }

    @Test
    void onlyAnAdminMay() {
        var body = closed("PT1M").toString().getBytes();
        assertEquals(
                403,
                user.send("PUT", "/api/admin/models/qwen2.5/standing", body).status());
        assertEquals(404, set("gpt-0", closed("PT1M")).status());
    }

    private static Reply set(String model, JsonObject body) {
        return ADMIN.send(
                "PUT",
                "/api/admin/models/" + model + "/standing",
                body.toString().getBytes());
    }

    private static JsonObject open() {
        return Json.createObjectBuilder().add("available", true).build();
    }

    private static JsonObject closed(String period) {
        return Json.createObjectBuilder()
                .add("available", false)
                .add("for", period)
                .build();
    }

    private String answerer(String question) {
        return user.hear(question).complete().getString("model");
    }

    private JsonObject model(String id) {
        return user.get("/api/models").with(200).array().getValuesAs(JsonObject.class).stream()
                .filter(model -> model.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void assertUnavailable(JsonObject model, String reason) {
        assertFalse(model.getBoolean("available"), model::toString);
        assertEquals(reason, model.getString("reason"));
        assertTrue(Instant.parse(model.getString("availableAt")).isAfter(Instant.now()), model::toString);
    }
}
