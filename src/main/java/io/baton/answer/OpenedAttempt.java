package io.baton.answer;

import io.baton.catalog.Catalog;
import io.baton.model.Model;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;
import java.util.UUID;

/**
 * A request as it is recorded before it is sent.
 *
 * @param attempt      its id
 * @param ordinal      1 for the first request of an answer
 * @param promptTokens estimated
 */
public record OpenedAttempt(UUID attempt, int ordinal, Model model, int promptTokens) {
    private static final int VERSION = 1;
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    public String toJson() {
        return BUILDERS.createObjectBuilder()
                .add("v", VERSION)
                .add("attempt", attempt.toString())
                .add("ordinal", ordinal)
                .add("model", model.id())
                .add("promptTokens", promptTokens)
                .build()
                .toString();
    }

    /** @throws IllegalStateException if this node does not know its version */
    public static OpenedAttempt fromJson(String text, Catalog catalog) {
        JsonObject json;
        try (var reader = READERS.createReader(new StringReader(text))) {
            json = reader.readObject();
        }
        if (json.getInt("v") != VERSION) {
            throw new IllegalStateException("a request of version " + json.getInt("v"));
        }
        return new OpenedAttempt(
                UUID.fromString(json.getString("attempt")),
                json.getInt("ordinal"),
                catalog.find(json.getString("model")).orElseGet(catalog::defaultModel),
                json.getInt("promptTokens"));
    }
}
