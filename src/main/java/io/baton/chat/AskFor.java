package io.baton.chat;

import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.platform.Problem;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;

/**
 * How a question is to be answered. Stored with the question and the answer, since whoever takes an answer over needs it.
 *
 * @param maxTokens   null: the model's own
 * @param temperature null: the model's own
 */
record AskFor(String model, Integer maxTokens, Double temperature) {
    private static final int VERSION = 1;

    /** The same, asked of another model; null: of the same one. */
    AskFor withModel(String other) {
        return other == null ? this : new AskFor(other, maxTokens, temperature);
    }

    String toJson() {
        var json = Json.createObjectBuilder().add("v", VERSION).add("model", model);
        if (maxTokens != null) {
            json.add("maxTokens", maxTokens);
        }
        if (temperature != null) {
            json.add("temperature", temperature);
        }
        return json.build().toString();
    }

    static AskFor fromJson(String text) {
        JsonObject json;
        try (var reader = Json.createReader(new StringReader(text))) {
            json = reader.readObject();
        }
        return new AskFor(
                json.getString("model"),
                json.containsKey("maxTokens") ? json.getInt("maxTokens") : null,
                json.containsKey("temperature")
                        ? json.getJsonNumber("temperature").doubleValue()
                        : null);
    }

    /** @throws Problem naming the known models where there is none of that id */
    static Model known(Catalog catalog, String id) {
        return catalog.find(id)
                .orElseThrow(() -> Problem.badField("model", "model must be one of " + catalog.known() + "."));
    }
}
