package io.baton.provider.wire;

import io.baton.model.Model;
import io.baton.model.Prompt;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A prompt on its way to a model. */
public record ChatRequest(Model model, Prompt prompt) {
    // Kept, because each Json.createObjectBuilder looks the implementation up anew.
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** The body in the chat-completions format; asks for a stream with a count at its end. Has no null members. */
    byte[] json() {
        var messages = JSON.createArrayBuilder();
        for (var turn : prompt.turns()) {
            messages.add(JSON.createObjectBuilder()
                    .add("role", turn.role().wireName())
                    .add("content", turn.content()));
        }
        return JSON.createObjectBuilder()
                .add("model", model.upstreamId())
                .add("messages", messages)
                .add("max_tokens", prompt.maxTokensFor(model))
                .add("temperature", prompt.temperatureFor(model))
                .add("stream", true)
                .add("stream_options", JSON.createObjectBuilder().add("include_usage", true))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
