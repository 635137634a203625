package io.baton.answer;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonBuilderFactory;
import java.util.List;
import java.util.Map;

/**
 * The part of an answer that one model wrote.
 *
 * @param from UTF-16 offset, inclusive
 * @param to   UTF-16 offset, exclusive
 */
public record Span(String model, int from, int to) {
    // Reused, because each call of Json.create… searches for the implementation again.
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    public static JsonArray toJson(List<Span> spans) {
        var array = JSON.createArrayBuilder();
        spans.forEach(span -> array.add(JSON.createObjectBuilder()
                .add("model", span.model())
                .add("from", span.from())
                .add("to", span.to())));
        return array.build();
    }

    public static List<Span> fromJson(JsonArray array) {
        return array.getValuesAs(jakarta.json.JsonObject.class).stream()
                .map(span -> new Span(span.getString("model"), span.getInt("from"), span.getInt("to")))
                .toList();
    }
}
