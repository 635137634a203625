package io.baton.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.Ability;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Price;
import io.baton.model.RequestForm;
import io.baton.settings.Settings;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    private static final String GOOD = """
            {"priceVersion": "v1", "models": [{"id": "m1", "provider": "p", "upstreamId": "up", "maxTokens": 100,
             "contextWindow": 1000, "temperature": 0.7, "continuation": "prefix",
             "pricePer1000Tokens": {"input": 0.001, "output": 0.002, "cached": 0.0005, "reasoning": 0.002}}]}
            """;

    private static final String MORE = """
            {"priceVersion": "local", "servers": [
              {"name": "ollama", "url": "http://localhost:11434/v1", "readTimeout": "PT90S"}],
             "models": [
              {"id": "llama", "provider": "ollama", "upstreamId": "llama3.2:3b", "maxTokens": 100, "contextWindow": 1000,
               "temperature": 0.7, "continuation": "instruction", "pricePer1000Tokens": null},
              {"id": "phi", "provider": "ollama", "upstreamId": "phi4", "maxTokens": 100, "contextWindow": 1000,
               "temperature": 0.7, "continuation": "instruction", "pricePer1000Tokens": null, "standsIn": true}]}
            """;

    @Test
    void theRingGoesFromQwenToGemmaToGpt4AndRound() {
        var catalog = catalog(Map.of());
        assertEquals("qwen2.5, gemma-3, gpt-4", catalog.known());
        assertEquals("qwen2.5", catalog.defaultModel().id());
        var fromGemma = catalog.failoverOrderFrom(catalog.find("gemma-3").orElseThrow());
        assertEquals(
                List.of("gemma-3", "gpt-4", "qwen2.5"),
                fromGemma.stream().map(Model::id).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "qwen2.5, qwen, qwen2.5-72b-instruct, 4096, 0.7, PARTIAL, 0.001",
        "gemma-3, gemma, gemma-3-12b-it, 2048, 0.8, INSTRUCTION, 0.0008",
        "gpt-4, openai, gpt-4, 4096, 0.7, INSTRUCTION, 0.03"
    })
    void eachModelIsShippedAsDocumented(
            String id,
            String provider,
            String upstream,
            int maxTokens,
            double temperature,
            Continuation continuation,
            BigDecimal price) {
        var model = catalog(Map.of()).find(id).orElseThrow();
        var each = new Price("2026-11", price, price, price, price);
        assertEquals(
                new Model(id, provider, upstream, maxTokens, model.contextWindow(), temperature, continuation, each),
                model);
    }

    @Test
    void aQuestionMayHaveFourCharactersForEachTokenOfTheAnswer() {
        var catalog = catalog(Map.of());
        assertEquals(16_384, catalog.find("qwen2.5").orElseThrow().maxQuestionLength());
        assertEquals(8_192, catalog.find("gemma-3").orElseThrow().maxQuestionLength());
    }

    @Test
    void aModelsUpstreamIdCanBeConfigured() {
        var catalog = catalog(Map.of("models.gemma-3.upstream-id", "gemma-3-27b-it"));
        assertEquals("gemma-3-27b-it", catalog.find("gemma-3").orElseThrow().upstreamId());
    }

    @Test
    void howAModelGoesOnCanBeConfigured() {
        var catalog = catalog(Map.of("models.gemma-3.continuation", "continue_final_message"));
        assertEquals(
                Continuation.CONTINUE_FINAL_MESSAGE,
                catalog.find("gemma-3").orElseThrow().continuation());
    }

    @Test
    void nobodyIsFoundByAnUnknownId() {
        assertTrue(catalog(Map.of()).find("gpt-5").isEmpty());
    }

    @Test
    void aGoodCatalogueIsTaken() {
        assertEquals(1, parse(GOOD).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"maxTokens\": 100 | \"maxTokens\": 0 | maxTokens",
                "\"maxTokens\": 100 | \"maxTokens\": \"many\" | maxTokens",
                "\"contextWindow\": 1000 | \"contextWindow\": 100 | contextWindow",
                "\"contextWindow\": 1000 | \"contextWindow\": 9.5 | contextWindow",
                "\"contextWindow\": 1000 | \"contextWindow\": 5000000000 | contextWindow",
                "\"temperature\": 0.7 | \"temperature\": 2.1 | temperature",
                "\"temperature\": 0.7 | \"temperature\": -1 | temperature",
                "\"provider\": \"p\" | \"supplier\": \"p\" | provider",
                "\"upstreamId\": \"up\" | \"upstreamId\": 7 | upstreamId",
                "\"continuation\": \"prefix\" | \"continuation\": \"magic\" | continuation",
                "\"continuation\": \"prefix\" | \"goesOn\": \"prefix\" | continuation",
                "\"input\": 0.001 | \"input\": -0.001 | input",
                "\"cached\": 0.0005 | \"cache\": 0.0005 | cached",
                "pricePer1000Tokens | price | pricePer1000Tokens"
            })
    void aWrongMemberIsNamedWithItsModel(String right, String wrong, String member) {
        var refused = assertThrows(IllegalArgumentException.class, () -> parse(GOOD.replace(right, wrong)));
        assertTrue(refused.getMessage().contains("m1"), refused::getMessage);
        assertTrue(refused.getMessage().contains(member), refused::getMessage);
    }

    @Test
    void aModelThatNeedsAKeyIsThereOnlyWithIt() {
        assertTrue(catalog(Map.of("deepseek.api-key", " ")).find("deepseek").isEmpty());
        var catalog = catalog(Map.of("deepseek.api-key", "secret"));
        assertEquals(
                List.of("gpt-4", "deepseek", "qwen2.5", "gemma-3"),
                ids(catalog.failoverOrderFrom(catalog.find("gpt-4").orElseThrow())));
    }

    @Test
    void moreModelsAreAskedByNameAndOthersStandInForThem(@TempDir Path folder) throws IOException {
        var catalog = withMore(folder, MORE);
        assertEquals("qwen2.5, gemma-3, gpt-4, llama, phi", catalog.known());
        assertEquals(
                List.of("llama", "phi", "qwen2.5", "gemma-3", "gpt-4"),
                ids(catalog.failoverOrderFrom(catalog.find("llama").orElseThrow())));
        assertEquals(
                List.of("gpt-4", "phi", "qwen2.5", "gemma-3"),
                ids(catalog.failoverOrderFrom(catalog.find("gpt-4").orElseThrow())));
        assertEquals(
                List.of(new Server("ollama", URI.create("http://localhost:11434/v1"), Duration.ofSeconds(90))),
                catalog.servers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\": \"ollama\" | \"name\": \"Ollama!\" | Ollama!: name",
                "\"name\": \"ollama\" | \"title\": \"ollama\" | an entry of servers: name",
                "http://localhost:11434/v1 | localhost:11434 | ollama: url",
                "http://localhost:11434/v1 | http:// | ollama: url",
                "http://localhost:11434/v1 | //localhost/v1 | ollama: url",
                "http://localhost:11434/v1 | http://[localhost/v1 | ollama: url",
                "http://localhost:11434/v1 | http://my_host/v1 | ollama: url",
                "http://localhost:11434/v1 | http://localhost:port/v1 | ollama: url",
                "\"name\": \"ollama\" | \"name\": \"user\" | user: name",
                "\"name\": \"ollama\" | \"name\": \"model\" | model: name",
                "\"name\": \"ollama\" | \"name\": \"provider\" | provider: name",
                "PT90S | 90 | ollama: readTimeout",
                "PT90S | PT0S | ollama: readTimeout",
                "\"standsIn\": true | \"standsIn\": \"yes\" | phi: standsIn",
                "\"id\": \"llama\" | \"id\": \"lla/ma\" | lla/ma: id",
                "\"id\": \"llama\" | \"id\": \"phi\" | the model phi is defined twice",
                "\"id\": \"llama\" | \"id\": \"gpt-4\" | the model gpt-4 is defined twice",
                "\"provider\": \"ollama\" | \"provider\": \"My Server\" | provider",
                "priceVersion | version | priceVersion",
                "\"servers\" | \"servers\": 7, \"models2\" | servers",
                "{\"priceVersion\" | \"priceVersion\" | not a JSON object"
            })
    void whatIsWrongInTheFileIsNamed(String right, String wrong, String complaint, @TempDir Path folder) {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> withMore(folder, MORE.replaceFirst(Pattern.quote(right), wrong)));
        assertTrue(refused.getMessage().contains(complaint), refused::getMessage);
        assertTrue(refused.getMessage().contains("models.json") || complaint.contains("twice"), refused::getMessage);
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        var nowhere = folder.resolve("models.json").toString();
        var refused = assertThrows(IllegalArgumentException.class, () -> catalog(Map.of("catalog.more", nowhere)));
        assertTrue(refused.getMessage().contains(nowhere), refused::getMessage);
    }

    private static Catalog withMore(Path folder, String json) throws IOException {
        var file = Files.writeString(folder.resolve("models.json"), json);
        return catalog(Map.of("catalog.more", file.toString()));
    }

    @Test
    void theFormOfRequestsAndTheAbilitiesAreTheUsualOnesUnlessTheyAreGiven() {
        var usual = parse(GOOD).getFirst();
        assertEquals(RequestForm.USUAL, usual.form());
        assertEquals(Set.of(Ability.TOOLS, Ability.JSON), usual.abilities());
        var given = parse(GOOD.replace("\"maxTokens\": 100", """
                "maxTokens": 100, "abilities": ["images", "reasoning"], "request": {
                  "maxTokens": "max_completion_tokens", "omit": ["temperature"], "members": {"top_k": 5},
                  "headers": {"X-Title": "Blog"}, "systemRole": false}
                """)).getFirst();
        var members = Json.createObjectBuilder().add("top_k", 5).build();
        assertEquals(
                new RequestForm(
                        "max_completion_tokens", Set.of("temperature"), members, Map.of("X-Title", "Blog"), false),
                given.form());
        assertEquals(Set.of(Ability.IMAGES, Ability.REASONING), given.abilities());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abilities\": [\"magic\"]",
                "\"abilities\": \"tools\"",
                "\"request\": 5",
                "\"request\": {\"maxtokens\": \"x\"}",
                "\"request\": {\"omit\": [\"messages\"]}",
                "\"request\": {\"omit\": \"temperature\"}",
                "\"request\": {\"members\": {\"stream\": false}}",
                "\"request\": {\"headers\": {\"X Y\": \"z\"}}",
                "\"request\": {\"headers\": {\"X-Y\": 1}}",
                "\"request\": {\"systemRole\": \"no\"}"
            })
    void aWrongFormIsRefusedWithItsModel(String wrong) {
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> parse(GOOD.replace("\"maxTokens\": 100", "\"maxTokens\": 100, " + wrong)));
        assertTrue(refused.getMessage().contains("m1"), refused::getMessage);
    }

    private static List<String> ids(List<Model> models) {
        return models.stream().map(Model::id).toList();
    }

    @Test
    void anEmptyCatalogueIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> parse("{\"priceVersion\": \"v1\", \"models\": []}"));
    }

    private static List<Model> parse(String json) {
        return CatalogFile.read("models.json", read(json), new Settings(Map.of())).entries().stream()
                .map(CatalogFile.Entry::model)
                .toList();
    }

    private static Catalog catalog(Map<String, String> settings) {
        var catalog = new Catalog();
        catalog.config = new Settings(settings);
        catalog.load();
        return catalog;
    }

    private static JsonObject read(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
