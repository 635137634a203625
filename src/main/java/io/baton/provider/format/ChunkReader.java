package io.baton.provider.format;

import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Converts chunks ({@code choices[0].delta}) or a whole reply ({@code choices[0].message}) into events. Ignores unknown
 * members. A whole message after deltas repeats them: only what is new in it counts. One instance per reply.
 */
public final class ChunkReader {
    // Cached, because Json.createReader looks up the implementation on every call.
    private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

    private final Consumer<ModelEvent> events;
    private final SurrogateJoiner text = new SurrogateJoiner();
    private final SurrogateJoiner reasoning = new SurrogateJoiner();
    private final TextSoFar textSoFar = new TextSoFar();
    private final TextSoFar reasoningSoFar = new TextSoFar();
    private final ToolCallReader calls;
    private final UsageReader usage = new UsageReader();
    private boolean hasDeltas;
    private boolean hasRefusal;
    private boolean endsWhole;

    public ChunkReader(Consumer<ModelEvent> events) {
        this.events = events;
        this.calls = new ToolCallReader(events);
    }

    /**
     * Reads one JSON text.
     *
     * @throws ModelStream.Broken if it is malformed or an error
     */
    public void read(String json) {
        var chunk = parse(json);
        var choice = Members.array(chunk, "choices").isEmpty()
                ? JsonValue.EMPTY_JSON_OBJECT
                : object(chunk.getJsonArray("choices").getFirst());
        if (ProviderError.isIn(chunk)) {
            readUsage(chunk, choice);
            throw new ModelStream.Broken(
                    ProviderError.outcomeOf(chunk, Outcome.IN_BAND_ERROR), "an error object in the stream");
        }
        if (!choice.isEmpty()) {
            readChoice(choice, Members.textOrNothing(chunk, "object").equals("chat.completion"));
        }
        readUsage(chunk, choice);
    }

    private void readUsage(JsonObject chunk, JsonObject choice) {
        usage.read(chunk, choice).map(ModelEvent.Counted::new).ifPresent(events);
    }

    /** Emits incomplete characters whose second half did not arrive, and completes tool calls. */
    public void finish() {
        emitReasoning(reasoning.rest());
        emitText(text.rest());
        calls.finish();
    }

    /** Ends a reply that the provider has ended in an orderly way, but without a finish reason. */
    public void finishWithoutReason() {
        finish();
        events.accept(new ModelEvent.Finished(calls.hasCalls() ? FinishReason.TOOL_CALLS : FinishReason.STOP, ""));
    }

    /** Whether the last choice was a whole message, after which nothing is missing. */
    public boolean endsWhole() {
        return endsWhole;
    }

    /** Some servers send an array with one object. */
    private static JsonObject parse(String json) {
        try (var reader = JSON.createReader(new StringReader(json))) {
            return switch (reader.readValue()) {
                case JsonObject object -> object;
                case JsonArray array when !array.isEmpty() -> array.getJsonObject(0);
                default -> Members.malformed("not a JSON object");
            };
        } catch (ModelStream.Broken malformed) {
            throw malformed;
        } catch (RuntimeException e) { // JsonException, or a plain RuntimeException if nested too deeply
            return Members.malformed("not a JSON object");
        }
    }

    private static JsonObject object(JsonValue choice) {
        return choice instanceof JsonObject object ? object : Members.malformed("a choice that is not an object");
    }

    private void readChoice(JsonObject choice, boolean isWholeReply) {
        var delta = Members.object(choice, "delta");
        var message = Members.object(choice, "message");
        var word = Members.text(choice, "finish_reason");
        if (!delta.isEmpty() && !isWholeReply) {
            hasDeltas = true;
            readPiece(delta, choice, !word.isEmpty());
        } else {
            readMessage(message.isEmpty() ? delta : message, choice);
        }
        endsWhole = delta.isEmpty() && !message.isEmpty();
        var end = FinishReasons.event(word, calls.hasCalls());
        if (end.isPresent()) {
            finish();
            events.accept(end.get());
        }
    }

    private void readLogprobs(JsonObject choice) {
        var tokens = Members.array(Members.object(choice, "logprobs"), "content");
        if (!tokens.isEmpty()) {
            events.accept(new ModelEvent.Logprobs(tokens));
        }
    }

    private void readPiece(JsonObject delta, JsonObject choice, boolean isLast) {
        var said = MessageTexts.in(delta);
        addReasoning(isLast && reasoningSoFar.isRepeatedBy(said.reasoning()) ? "" : said.reasoning());
        readLogprobs(choice);
        addText(isLast && textSoFar.isRepeatedBy(said.text()) ? "" : said.text());
        addRefusal(said.refusal());
        readCalls(delta, false);
    }

    private void readMessage(JsonObject message, JsonObject choice) {
        var said = MessageTexts.in(message);
        addReasoning(hasDeltas ? reasoningSoFar.restOf(said.reasoning()) : said.reasoning());
        readLogprobs(choice);
        addText(hasDeltas ? textSoFar.restOf(said.text()) : said.text());
        addRefusal(hasDeltas && hasRefusal ? "" : said.refusal());
        if (!hasDeltas || !calls.hasCalls()) {
            readCalls(message, true);
        }
    }

    private void readCalls(JsonObject piece, boolean whole) {
        if (piece.get("tool_calls") instanceof JsonArray pieces) {
            calls.read(pieces, whole);
        } else if (piece.get("function_call") instanceof JsonObject function) {
            calls.readFunctionCall(function);
        }
    }

    private void addReasoning(String piece) {
        reasoningSoFar.add(piece);
        emitReasoning(reasoning.add(piece));
    }

    private void addText(String piece) {
        textSoFar.add(piece);
        emitText(text.add(piece));
    }

    private void addRefusal(String piece) {
        if (!piece.isEmpty()) {
            hasRefusal = true;
            events.accept(new ModelEvent.Refusal(piece));
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
}
