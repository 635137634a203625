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
 * Turns chunks ({@code choices[0].delta}), or a whole reply ({@code choices[0].message}), into events. Members that it does
 * not know, it ignores. One per reply, since a character may be split over two chunks.
 */
final class ChunkReader {
    // Kept, because each Json.createReader looks the implementation up anew.
    private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

    /**
     * Said in place of a finish reason where the server gave up in mid-answer: by vLLM and SGLang, by OpenRouter, by DeepSeek.
     * It is no finish, so what follows it ends the answer as one that was cut.
     */
    private static final Set<String> GIVEN_UP = Set.of("abort", "error", "insufficient_system_resource");

    /** OpenAI takes as many tools. */
    private static final int MOST_CALLS = 128;

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
                    choices.getFirst() instanceof JsonObject choice ? choice : malformed("a choice that is no object"));
        }
        readUsage(chunk);
    }

    private void readUsage(JsonObject chunk) {
        if (chunk.get("usage") instanceof JsonObject usage) {
            UsageReader.read(usage).map(ModelEvent.Counted::new).ifPresent(events);
        }
    }

    /** Gives what was held back for a second half that did not come. */
    void finish() {
        thought(reasoning.rest());
        said(text.rest());
        arguments.forEach((index, pieces) -> restOfCall(index, pieces.rest()));
        arguments.clear();
    }

    private static JsonObject parse(String json) {
        try (var reader = JSON.createReader(new StringReader(json))) {
            return reader.readObject();
        } catch (RuntimeException e) { // bare where the nesting is too deep, else a JsonException
            return malformed("no JSON object");
        }
    }

    private void readChoice(JsonObject choice) {
        if ((choice.get("delta") instanceof JsonObject delta ? delta : choice.get("message"))
                instanceof JsonObject piece) {
            var name = piece.get("reasoning_content") instanceof JsonString ? "reasoning_content" : "reasoning";
            thought(reasoning.add(piece.get(name) instanceof JsonString thought ? thought.getString() : ""));
            if (choice.get("logprobs") instanceof JsonObject logprobs
                    && logprobs.get("content") instanceof JsonArray tokens
                    && !tokens.isEmpty()) {
                events.accept(new ModelEvent.Logprobs(tokens));
            }
            said(text.add(string(piece, "content")));
            if (piece.get("tool_calls") instanceof JsonArray calls) {
                readCalls(calls);
            }
        }
        var reason = string(choice, "finish_reason");
        if (!reason.isEmpty() && !GIVEN_UP.contains(reason)) {
            finish();
            events.accept(new ModelEvent.Finished(reason));
        }
    }

    /** A whole reply has no indexes; there each call is one piece. */
    private void readCalls(JsonArray calls) {
        for (var i = 0; i < calls.size(); i++) {
            if (!(calls.get(i) instanceof JsonObject call)) {
                malformed("a tool call that is no object");
                return;
            }
            var function = call.get("function") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT;
            var index = call.get("index") instanceof JsonNumber number ? number.intValue() : i;
            if (index < 0 || index >= MOST_CALLS) {
                malformed("a tool call's index out of bounds");
            }
            var piece = arguments
                    .computeIfAbsent(index, first -> new SurrogateJoiner())
                    .add(string(function, "arguments"));
            events.accept(new ModelEvent.ToolCallPiece(index, string(call, "id"), string(function, "name"), piece));
        }
    }

    private void restOfCall(int index, String words) {
        if (!words.isEmpty()) {
            events.accept(new ModelEvent.ToolCallPiece(index, "", "", words));
        }
    }

    private void thought(String words) {
        if (!words.isEmpty()) {
            events.accept(new ModelEvent.Reasoning(words));
        }
    }

    private void said(String words) {
        if (!words.isEmpty()) {
            events.accept(new ModelEvent.Text(words));
        }
    }

    /** Empty where the member is absent or null: there is nothing in it either way. */
    private static String string(JsonObject object, String member) {
        var value = object.get(member);
        if (isNull(value)) {
            return "";
        }
        return value instanceof JsonString string ? string.getString() : malformed(member + " that is no string");
    }

    private static boolean isNull(JsonValue value) {
        return value == null || value.getValueType() == JsonValue.ValueType.NULL;
    }

    private static <T> T malformed(String what) {
        throw new ModelStream.Broken(Outcome.MALFORMED, what);
    }
}
