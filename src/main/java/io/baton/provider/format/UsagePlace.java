package io.baton.provider.format;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Map;

/** Finds the object that has the token counts. */
final class UsagePlace {
    // Cached, because Json.createObjectBuilder looks up the implementation on every call.
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private UsagePlace() {}

    /** Null if there is none. */
    static JsonObject find(JsonObject chunk, JsonObject choice) {
        if (chunk.get("usage") instanceof JsonObject usage && !usage.isEmpty()) {
            return usage;
        }
        if (choice.get("usage") instanceof JsonObject usage) {
            return usage;
        }
        if (chunk.containsKey("eval_count")) {
            return chunk;
        }
        for (var member : chunk.entrySet()) {
            if (member.getValue() instanceof JsonObject object) {
                switch (member.getKey()) {
                    case "usageMetadata", "usage_metadata" -> {
                        return object;
                    }
                    case "timings" -> {
                        return timings(object);
                    }
                    default -> {
                        if (object.get("usage") instanceof JsonObject usage) {
                            return usage;
                        }
                    }
                }
            }
        }
        return null;
    }

    /** Counts of llama.cpp, which leave out the cached part of the prompt. */
    private static JsonObject timings(JsonObject timings) {
        var cached = number(timings, "cache_n");
        return JSON.createObjectBuilder()
                .add("prompt_tokens", number(timings, "prompt_n") + cached)
                .add("completion_tokens", number(timings, "predicted_n"))
                .add("cached_tokens", cached)
                .build();
    }

    private static long number(JsonObject timings, String member) {
        return timings.get(member) instanceof JsonNumber number ? number.longValue() : 0;
    }
}
