package io.baton.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
    private static final String GOOD = """
            {"priceVersion": "v1", "models": [{"id": "m1", "provider": "p", "upstreamId": "up", "maxTokens": 100,
             "contextWindow": 1000, "temperature": 0.7, "continuation": "prefix",
             "pricePer1000Tokens": {"input": 0.001, "output": 0.002, "cached": 0.0005, "reasoning": 0.002}}]}
            """;

    @Test
    void theRingGoesFromQwenToGemmaToGpt4AndRound() {
        var catalog = shipped(Map.of());
        assertEquals("qwen2.5, gemma-3, gpt-4", catalog.known());
        assertEquals("qwen2.5", catalog.defaultModel().id());
        var fromGemma = catalog.ringFrom(catalog.find("gemma-3").orElseThrow());
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
        var model = shipped(Map.of()).find(id).orElseThrow();
        var each = new Price("2026-11", price, price, price, price);
        assertEquals(
                new Model(id, provider, upstream, maxTokens, model.contextWindow(), temperature, continuation, each),
                model);
    }

    @Test
    void aQuestionMayHaveFourCharactersForEachTokenOfTheAnswer() {
        var catalog = shipped(Map.of());
        assertEquals(16_384, catalog.find("qwen2.5").orElseThrow().maxQuestionLength());
        assertEquals(8_192, catalog.find("gemma-3").orElseThrow().maxQuestionLength());
    }

    @Test
    void aModelsUpstreamIdCanBeConfigured() {
        var catalog = shipped(Map.of("models.gemma-3.upstream-id", "gemma-3-27b-it"));
        assertEquals("gemma-3-27b-it", catalog.find("gemma-3").orElseThrow().upstreamId());
    }

    @Test
    void howAModelGoesOnCanBeConfigured() {
        var catalog = shipped(Map.of("models.gemma-3.continuation", "continue_final_message"));
        assertEquals(
                Continuation.CONTINUE_FINAL_MESSAGE,
                catalog.find("gemma-3").orElseThrow().continuation());
    }

    @Test
    void nobodyIsFoundByAnUnknownId() {
        assertTrue(shipped(Map.of()).find("gpt-5").isEmpty());
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
    void twoModelsOfOneIdAreRefused() {
        var model = GOOD.substring(GOOD.indexOf("[") + 1, GOOD.lastIndexOf("]"));
        var refused =
                assertThrows(IllegalArgumentException.class, () -> parse(GOOD.replace(model, model + ", " + model)));
        assertTrue(refused.getMessage().contains("m1"), refused::getMessage);
    }

    @Test
    void anEmptyCatalogueIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> parse("{\"priceVersion\": \"v1\", \"models\": []}"));
    }

    private static List<Model> parse(String json) {
        return Catalog.parse(read(json), new Settings(Map.of()));
    }

    private static Catalog shipped(Map<String, String> settings) {
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

    /** Settings that are all texts. */
    private record Settings(Map<String, String> values) implements Config {
        @Override
        public <T> T getValue(String name, Class<T> type) {
            return getOptionalValue(name, type).orElseThrow();
        }

        @Override
        public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
            return Optional.ofNullable(values.get(name)).map(type::cast);
        }

        @Override
        public Iterable<String> getPropertyNames() {
            return values.keySet();
        }

        @Override
        public ConfigValue getConfigValue(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<ConfigSource> getConfigSources() {
            return List.of();
        }

        @Override
        public <T> Optional<Converter<T>> getConverter(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException();
        }
    }
}
