package io.baton.compat;

import io.baton.answer.Event;
import io.baton.model.TokenUsage;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The JSON of one completion, in chunks or as a whole.
 *
 * @param created   epoch seconds
 * @param withUsage whether chunks have the member {@code usage}, which they do if it was requested
 */
record CompletionJson(UUID answerId, long created, boolean withUsage) {
    /** The member of a tool call that names the model whose provider needs the others back. */
    static final String MODEL_OF_STATE = "baton_model";

    static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    String id() {
        return "chatcmpl-" + answerId.toString().replace("-", "");
    }

    /** @param finishReason null if more follows */
    String chunk(String model, JsonObjectBuilder delta, JsonValue logprobs, String finishReason) {
        var choice = choice("delta", delta, logprobs, finishReason);
        var chunk = head("chat.completion.chunk", model)
                .add("choices", JSON.createArrayBuilder().add(choice));
        return (withUsage ? chunk.addNull("usage") : chunk).build().toString();
    }

    /** The last chunk, if usage was requested. */
    String usageChunk(String model, TokenUsage usage) {
        return head("chat.completion.chunk", model)
                .add("choices", JSON.createArrayBuilder())
                .add("usage", usage(usage))
                .build()
                .toString();
    }

    String whole(String model, JsonObjectBuilder message, JsonValue logprobs, String finishReason, TokenUsage usage) {
        var choice = choice("message", message, logprobs, finishReason);
        return head("chat.completion", model)
                .add("choices", JSON.createArrayBuilder().add(choice))
                .add("usage", usage(usage))
                .build()
                .toString();
    }

    /** @param tokens entries of {@code content}; null if not requested */
    static JsonValue logprobs(JsonArrayBuilder tokens) {
        return tokens == null
                ? JsonValue.NULL
                : JSON.createObjectBuilder()
                        .add("content", tokens)
                        .addNull("refusal")
                        .build();
    }

    /** @param arrays JSON arrays; may be empty */
    static JsonArrayBuilder tokens(List<String> arrays) {
        if (arrays.isEmpty()) {
            return null;
        }
        var tokens = JSON.createArrayBuilder();
        for (var array : arrays) {
            try (var reader = READERS.createReader(new StringReader(array))) {
                reader.readArray().forEach(tokens::add);
            }
        }
        return tokens;
    }

    /** A tool call that has only the members which its provider needs back. */
    static JsonObjectBuilder withExtra(String extra, String model) {
        if (extra.isEmpty()) {
            return JSON.createObjectBuilder();
        }
        try (var reader = READERS.createReader(new StringReader(extra))) {
            return JSON.createObjectBuilder(reader.readObject()).add(MODEL_OF_STATE, model);
        }
    }

    /** A piece of a tool call; id and name occur only in the first one. */
    static JsonObject piece(Event.ToolCall piece, String model) {
        var call = withExtra(piece.extra(), model).add("index", piece.index());
        var function = JSON.createObjectBuilder();
        if (isPresent(piece.id())) {
            call.add("id", piece.id()).add("type", "function");
        }
        if (isPresent(piece.name())) {
            function.add("name", piece.name());
        }
        return call.add("function", function.add("arguments", piece.arguments()))
                .build();
    }

    static boolean isPresent(String text) {
        return text != null && !text.isEmpty();
    }

    private JsonObjectBuilder head(String object, String model) {
        return JSON.createObjectBuilder()
                .add("id", id())
                .add("object", object)
                .add("created", created)
                .add("model", model);
    }

    private static JsonObjectBuilder choice(
            String name, JsonObjectBuilder content, JsonValue logprobs, String finishReason) {
        var choice =
                JSON.createObjectBuilder().add("index", 0).add(name, content).add("logprobs", logprobs);
        return finishReason == null ? choice.addNull("finish_reason") : choice.add("finish_reason", finishReason);
    }

    /** The sum of all attempts, as billed. */
    private static JsonObjectBuilder usage(TokenUsage usage) {
        return JSON.createObjectBuilder()
                .add("prompt_tokens", usage.input())
                .add("completion_tokens", usage.output())
                .add("total_tokens", usage.total())
                .add("prompt_tokens_details", JSON.createObjectBuilder().add("cached_tokens", usage.cached()))
                .add("completion_tokens_details", JSON.createObjectBuilder().add("reasoning_tokens", usage.reasoning()))
                .add("source", usage.source().name().toLowerCase(Locale.ROOT));
    }
}
