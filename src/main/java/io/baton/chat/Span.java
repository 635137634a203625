package io.baton.chat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.util.List;

/**
 * Who wrote which part of an answer.
 *
 * @param from UTF-16 offset, inclusive
 * @param to   UTF-16 offset, exclusive
 */
record Span(String model, int from, int to) {
    static JsonArray toJson(List<Span> spans) {
        var array = Json.createArrayBuilder();
        spans.forEach(span -> array.add(Json.createObjectBuilder()
                .add("model", span.model())
                .add("from", span.from())
                .add("to", span.to())));
        return array.build();
    }

    static List<Span> fromJson(JsonArray array) {
        return array.getValuesAs(jakarta.json.JsonObject.class).stream()
                .map(span -> new Span(span.getString("model"), span.getInt("from"), span.getInt("to")))
                .toList();
    }
}
