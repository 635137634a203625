package io.baton.provider.wire;

import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Converts chunks ({@code choices[0].delta}) or a whole reply ({@code choices[0].message}) into events. Ignores unknown
 * members. One instance per reply, since a character may be split over two chunks.
 */
final class ChunkReader {
    // Cached, because Json.createReader looks up the implementation on every call.
    private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

    /**
     * Finish reasons of servers that aborted the answer: vLLM and SGLang, OpenRouter, DeepSeek. They are ignored, so
     * the end of the stream counts as cut.
     */
    private static final Set<String> ABORTED = Set.of("abort", "error", "insufficient_system_resource");

    /** OpenAI's limit for tools. */
    private static final int MAX_CALLS = 128;

    private final Consumer<ModelEvent> events;
    private final SurrogateJoiner text = new SurrogateJoiner();
    private final SurrogateJoiner reasoning = new SurrogateJoiner();
    private final Map<Integer, SurrogateJoiner> arguments = new TreeMap<>();

    ChunkReader(Consumer<ModelEvent> events) {
        this.events = events;
    }

    /** @throws ModelStream.Broken with {@code MALFORMED} or {@code IN_BAND_ERROR} */
    void read(String json) {
        var chunk = parse(json);
        if (!isNull(chunk.get("error"))) {
            readUsage(chunk);
            throw new ModelStream.Broken(Outcome.IN_BAND_ERROR, "an error object in the stream");
        }
        if (chunk.get("choices") instanceof JsonArray choices && !choices.isEmpty()) {
            readChoice(
                    choices.getFirst() instanceof JsonObject choice
                            ? choice
                            : malformed("a choice that is not an object"));
        }
        readUsage(chunk);
    }

    private void readUsage(JsonObject chunk) {
        if (chunk.get("usage") instanceof JsonObject usage) {
            UsageReader.read(usage).map(ModelEvent.Counted::new).ifPresent(events);
        }
    }

    /** Emits incomplete characters whose second half did not arrive. */
    void finish() {
        emitReasoning(reasoning.rest());
        emitText(text.rest());
        arguments.forEach((index, pieces) -> emitRestOfCall(index, pieces.rest()));
        arguments.clear();
    }

    private static JsonObject parse(String json) {
        try (var reader = JSON.createReader(new StringReader(json))) {
            return reader.readObject();
        } catch (RuntimeException e) { // JsonException, or a plain RuntimeException if nested too deeply
            return malformed("not a JSON object");
        }
    }

    private void readChoice(JsonObject choice) {
        if ((choice.get("delta") instanceof JsonObject delta ? delta : choice.get("message"))
                instanceof JsonObject piece) {
            var name = piece.get("reasoning_content") instanceof JsonString ? "reasoning_content" : "reasoning";
            emitReasoning(reasoning.add(piece.get(name) instanceof JsonString thought ? thought.getString() : ""));
            if (choice.get("logprobs") instanceof JsonObject logprobs
                    && logprobs.get("content") instanceof JsonArray tokens
                    && !tokens.isEmpty()) {
                events.accept(new ModelEvent.Logprobs(tokens));
            }
            emitText(text.add(string(piece, "content")));
            if (piece.get("tool_calls") instanceof JsonArray calls) {
                readCalls(calls);
            }
        }
        var reason = string(choice, "finish_reason");
        if (!reason.isEmpty() && !ABORTED.contains(reason)) {
            finish();
            events.accept(new ModelEvent.Finished(reason));
        }
    }

    /** A whole reply has no indexes; there each call is one piece. */
    private void readCalls(JsonArray calls) {
        for (var i = 0; i < calls.size(); i++) {
            if (!(calls.get(i) instanceof JsonObject call)) {
                malformed("a tool call that is not an object");
                return;
            }
            var function = call.get("function") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT;
            var index = call.get("index") instanceof JsonNumber number ? number.intValue() : i;
            if (index < 0 || index >= MAX_CALLS) {
                malformed("a tool call's index out of bounds");
            }
            var piece = arguments
                    .computeIfAbsent(index, first -> new SurrogateJoiner())
                    .add(string(function, "arguments"));
            events.accept(new ModelEvent.ToolCallPiece(index, string(call, "id"), string(function, "name"), piece));
        }
    }

    private void emitRestOfCall(int index, String piece) {
        if (!piece.isEmpty()) {
            events.accept(new ModelEvent.ToolCallPiece(index, "", "", piece));
        }
    }

    private void emitReasoning(String piece) {
        if (!piece.isEmpty()) {
            events.accept(new ModelEvent.Reasoning(piece));
        }
    }

    private void emitText(String piece) {
        if (!piece.isEmpty()) {
            events.accept(new ModelEvent.Text(piece));
        }
    }

    /** Empty if the member is absent or null. */
    private static String string(JsonObject object, String member) {
        var value = object.get(member);
        if (isNull(value)) {
            return "";
        }
        return value instanceof JsonString string ? string.getString() : malformed(member + " that is not a string");
    }

    private static boolean isNull(JsonValue value) {
        return value == null || value.getValueType() == JsonValue.ValueType.NULL;
    }

    private static <T> T malformed(String what) {
        throw new ModelStream.Broken(Outcome.MALFORMED, what);
    }
}
