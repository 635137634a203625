package io.baton.answer;

import io.baton.catalog.Catalog;
import io.baton.model.Model;
import io.baton.platform.Problem;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;

/**
 * How a question is to be answered. Stored with the question and the answer, because a node that takes the answer over needs it.
 *
 * @param maxTokens   null: the model's own
 * @param temperature null: the model's own
 * @param cache       whether the answer may be that of an identical prompt; null: the caller did not say
 */
public record GenerationOptions(String model, Integer maxTokens, Double temperature, Boolean cache) {
    private static final int VERSION = 1;
    // Reused, because each call of Json.create… searches for the implementation again.
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    /** Options of a caller who says nothing about the cache. */
    public GenerationOptions(String model, Integer maxTokens, Double temperature) {
        this(model, maxTokens, temperature, null);
    }

    /** The same options for another model; null: for the same one. */
    GenerationOptions withModel(String other) {
        return other == null ? this : new GenerationOptions(other, maxTokens, temperature, cache);
    }

    String toJson() {
        var json = BUILDERS.createObjectBuilder().add("v", VERSION).add("model", model);
        if (maxTokens != null) {
            json.add("maxTokens", maxTokens);
        }
        if (temperature != null) {
            json.add("temperature", temperature);
        }
        if (cache != null) {
            json.add("cache", cache);
        }
        return json.build().toString();
    }

    public static GenerationOptions fromJson(String text) {
        JsonObject json;
        try (var reader = READERS.createReader(new StringReader(text))) {
            json = reader.readObject();
        }
        return new GenerationOptions(
                json.getString("model"),
                json.containsKey("maxTokens") ? json.getInt("maxTokens") : null,
                json.containsKey("temperature")
                        ? json.getJsonNumber("temperature").doubleValue()
                        : null,
                json.containsKey("cache") ? json.getBoolean("cache") : null);
    }

    /** @throws Problem 400 that lists the known models, if there is none with this id */
    public static Model known(Catalog catalog, String id) {
        return catalog.find(id)
                .orElseThrow(() -> Problem.badField("model", "problem.one-of", "model", catalog.known()));
    }
}
