package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Frames;
import io.baton.testing.RedisData;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node whose configuration names more: DeepSeek by its key, and servers with models of their own by a file. */
@Tag("long")
class MoreModelsIT {
    private static final String MODELS = """
            {"priceVersion": "local", "servers": [
              {"name": "ollama", "url": "OLLAMA"}, {"name": "vllm", "url": "VLLM", "readTimeout": "PT60S"}],
             "models": [
              {"id": "llama", "provider": "ollama", "upstreamId": "llama3.2:3b", "maxTokens": 500, "contextWindow": 4000,
               "temperature": 0.2, "continuation": "instruction", "pricePer1000Tokens": null},
              {"id": "phi", "provider": "vllm", "upstreamId": "microsoft/phi-4", "maxTokens": 500, "contextWindow": 16000,
               "temperature": 0.3, "continuation": "continue_final_message", "standsIn": true,
               "pricePer1000Tokens": {"input": 0, "output": 0, "cached": 0, "reasoning": 0}},
              {"id": "rare", "provider": "vllm", "upstreamId": "rare", "maxTokens": 500, "contextWindow": 4000,
               "temperature": 0.3, "continuation": "instruction", "pricePer1000Tokens": null}]}
            """;
    /** Whom phi stands in for next. */
    private static final Map<String, String> FIRST = Map.of("deepseek", "deepseek", "ollama", "llama");

    private static TestNode node;
    private final Api user = Api.somebody().at(node.url());

    @BeforeAll
    static void aNodeThatKnowsMore(@TempDir Path folder) throws IOException {
        var scripted = Providers.scripted();
        var file = Files.writeString(
                folder.resolve("models.json"),
                MODELS.replace("OLLAMA", scripted.baseUrl("ollama")).replace("VLLM", scripted.baseUrl("vllm")));
        node = TestServer.running()
                .anotherNode(Map.of(
                        "CATALOG_MORE", file.toString(),
                        "VLLM_API_KEY", "secret",
                        "MODELS_RARE_REQUESTS_PER_MINUTE", "1",
                        "DEEPSEEK_API_KEY", "secret",
                        "DEEPSEEK_MP_REST_URL", scripted.baseUrl("deepseek")));
    }

    @AfterAll
    static void oneNodeAgain() {
        node.kill();
    }

    @Test
    void everybodySeesThem() {
        var listed = List.of("qwen2.5", "gemma-3", "gpt-4", "deepseek", "llama", "phi", "rare");
        assertEquals(
                listed,
                user.get("/api/models").with(200).array().getValuesAs(JsonObject.class).stream()
                        .map(model -> model.getString("id"))
                        .toList());
        assertEquals(
                listed,
                user.get("/v1/models").with(200).json().getJsonArray("data").getValuesAs(JsonObject.class).stream()
                        .map(model -> model.getString("id"))
                        .toList());
        assertEquals(0, model("phi").getJsonObject("price").getInt("input"));
        assertFalse(model("llama").containsKey("price"));
    }

    @Test
    void aServerWithoutAKeyIsAskedWithoutOneAndBookedAsItIs() {
        var question = Providers.quick(7);
        var frames = ask("llama", question);
        assertEquals(Providers.numbered(7), frames.complete().getString("content"));
        var seen = Providers.saw(question).getFirst();
        assertEquals("ollama", seen.vendor());
        assertEquals("llama3.2:3b", seen.model());
        assertEquals(0.2, seen.temperature());
        assertFalse(seen.authorized());
        var row = Database.row("select * from attempt where answer_id = ?", frames.answerId());
        assertEquals("ollama", row.get("provider"));
        assertEquals("measured", row.get("source"));
        assertEquals(seen.completionTokens(), row.get("output_tokens"));
        assertNull(row.get("cost"), "an unknown price is not nothing");
    }

    @Test
    void aServerWithAKeyIsAskedWithItAndMayCostNothing() {
        var question = Providers.quick(3);
        var reply = user.post(
                        Completion.PATH,
                        Completion.asking(question).add("model", "phi").build())
                .with(200);
        assertEquals("phi", reply.header("x-baton-model"));
        assertTrue(Providers.saw(question).getFirst().authorized());
        var attempt =
                Database.row("select t.* from attempt t where t.provider = 'vllm' and t.user_id = ?", user.userId());
        assertEquals(0, ((BigDecimal) attempt.get("cost")).signum());
    }

    @Test
    void anotherServerGoesOnWithWhatOneHasBegun() {
        var question = Providers.question("tokens=12 first=0 delay=0") + " [[ollama:fault=reset at=5]]";
        var frames = ask("llama", question);
        assertEquals(Providers.numbered(12), frames.complete().getString("content"));
        assertAttempts(frames, "llama cut", "phi complete");
        var last = Providers.saw(question).getLast();
        assertEquals("vllm", last.vendor());
        assertTrue(last.members().contains("\"continue_final_message\":true"), last::members);
    }

    @Test
    void oneThatIsOnlyAskedByNameStandsInForNobody() {
        var question = Providers.quick(1) + " [[openai:fault=status:500]] [[deepseek:fault=status:500]]";
        assertEquals("phi", ask("gpt-4", question).complete().getString("model"), "not llama, which comes before it");
        assertEquals(
                List.of("openai", "deepseek", "vllm"),
                Providers.saw(question).stream().map(SeenRequest::vendor).toList());
    }

    @EachFaultBeforeTheFirstWord
    void anotherAnswersForThemAsForAnyOther(String fault, String outcome) {
        FIRST.forEach((vendor, model) -> {
            var frames = ask(model, Providers.quick(6) + " [[" + vendor + ":" + fault + "]]");
            assertEquals(Providers.numbered(6), frames.said());
            assertAttempts(frames, model + " " + outcome, "phi complete");
        });
    }

    @EachFaultInMidAnswer
    void anotherGoesOnForThemAsForAnyOther(String fault, String outcome) {
        FIRST.forEach((vendor, model) -> {
            var frames = ask(model, Providers.quick(12) + " [[" + vendor + ":" + fault + " at=5]]");
            assertEquals(Providers.numbered(12), frames.complete().getString("content"));
            assertAttempts(frames, model + " " + outcome, "phi complete");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"abort", "error", "insufficient_system_resource"})
    void aServerThatGivesUpHasNotFinished(String reason) {
        FIRST.forEach((vendor, model) -> {
            var question = Providers.quick(12) + " [[" + vendor + ":tokens=5 finish=" + reason + "]]";
            var frames = ask(model, question);
            assertEquals(Providers.numbered(12), frames.complete().getString("content"));
            assertEquals("stop", frames.complete().getString("finishReason"));
            assertAttempts(frames, model + " cut", "phi complete");
            var gaveUp = Database.attempts(frames.answerId()).getFirst();
            assertEquals("measured", gaveUp.source(), "its count comes after its last word");
            assertEquals(Providers.saw(question).getFirst().completionTokens(), gaveUp.output());
        });
    }

    @Test
    void eachHasAStandingOfItsOwn() {
        RedisData.openBreaker("llama", 60_000);
        assertEquals("errors", model("llama").getString("reason"));
        assertTrue(model("phi").getBoolean("available"));
        assertEquals("phi", ask("llama", Providers.quick(1)).complete().getString("model"));
        RedisData.openBreaker("llama", -1);
        assertEquals("llama", ask("llama", Providers.quick(1)).complete().getString("model"));
    }

    @Test
    void eachMayHaveARateOfItsOwn() {
        assertEquals("rare", ask("rare", Providers.quick(1)).complete().getString("model"));
        assertEquals("rate_limit", model("rare").getString("reason"));
        assertTrue(model("phi").getBoolean("available"));
        assertEquals("qwen2.5", ask("rare", Providers.quick(1)).complete().getString("model"));
    }

    @Test
    void aServerThatIsAwayIsPassedOver() {
        var question = Providers.quick(1) + " [[ollama:fault=close]]";
        assertEquals("phi", ask("llama", question).complete().getString("model"));
    }

    @Test
    void deepSeekThinksAloudAndIsBookedToTheToken() {
        var question = Providers.question("tokens=6 reasoning=4 first=0 delay=0");
        var frames = ask("deepseek", question);
        assertEquals(Providers.numbered(6), frames.complete().getString("content"));
        var seen = Providers.saw(question).getFirst();
        assertEquals("deepseek-flash", seen.model());
        assertTrue(seen.authorized());
        var attempt = Database.attempts(frames.answerId()).getFirst();
        assertEquals(List.of("complete", "measured"), List.of(attempt.outcome(), attempt.source()));
        assertEquals(seen.completionTokens(), attempt.output());
        assertEquals(seen.promptTokens(), attempt.input());
    }

    @TestFactory
    Stream<DynamicTest> aRecordedStreamIsStoredAsItWasSaid() throws IOException {
        return new Recordings(user, FIRST).streams();
    }

    @TestFactory
    Stream<DynamicTest> aRecordedReplyIsStoredAsItWasSaid() throws IOException {
        return new Recordings(user, FIRST).replies();
    }

    private static void assertAttempts(Frames frames, String... expected) {
        assertEquals(
                List.of(expected),
                Database.attempts(frames.answerId()).stream()
                        .map(attempt -> attempt.model() + " " + attempt.outcome())
                        .toList());
    }

    private Frames ask(String model, String question) {
        try (var stream = user.ask(Api.json("message", question, "model", model))) {
            return stream.rest();
        }
    }

    private JsonObject model(String id) {
        return user.get("/api/models").with(200).array().getValuesAs(JsonObject.class).stream()
                .filter(model -> model.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }
}
