package io.baton.provider.format;

import io.baton.model.ModelEvent;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads the tool calls of one reply. Pieces belong to the same call if they have the same id or, without one, the same
 * index or, without either, to the last call; a piece with another name or after complete arguments begins a new one.
 */
final class ToolCallReader {
    /** OpenAI's limit for tools. */
    private static final int MAX_CALLS = 128;

    private static final Set<String> KNOWN_MEMBERS = Set.of("index", "id", "type", "function");

    // Cached, because Json.createObjectBuilder looks up the implementation on every call.
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private final Consumer<ModelEvent> events;
    private final List<PendingCall> calls = new ArrayList<>();

    ToolCallReader(Consumer<ModelEvent> events) {
        this.events = events;
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    /** @param whole whether each element is a call of its own */
    void read(JsonArray pieces, boolean whole) {
        var before = calls.size();
        for (var i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i) instanceof JsonObject object
                    ? object
                    : Members.<JsonObject>malformed("a tool call that is not an object");
            add(piece, whole, position(piece, before, i, pieces.size()));
        }
    }

    /** Which call a piece belongs to by its place alone. */
    private static int position(JsonObject piece, int before, int place, int pieces) {
        if (pieces == 1) {
            return before - 1;
        }
        var begins = !Members.text(Members.object(piece, "function"), "name").isEmpty();
        return begins ? before + place : Math.max(0, before - pieces) + place;
    }

    /** The form before tool calls: one call without an id. */
    void readFunctionCall(JsonObject function) {
        emit(calls.isEmpty() ? begin(null, "") : calls.getFirst(), "", function, "");
    }

    private void add(JsonObject piece, boolean whole, int position) {
        var id = Members.text(piece, "id");
        var index = index(piece);
        var function = Members.object(piece, "function");
        var call = whole ? begin(index, unused(id)) : find(id, index, Members.text(function, "name"), position);
        emit(call, id, function, extra(piece));
    }

    private PendingCall find(String id, Integer index, String name, int position) {
        if (!id.isEmpty()) {
            return findById(id, index, name);
        }
        var candidate = index != null ? last(call -> call.hasIndex(index)) : at(position);
        return candidate == null || candidate.isEndedBy(name) ? begin(index, "") : candidate;
    }

    /** Some servers use the name as the id, so that two calls have the same; their indexes tell them apart. */
    private PendingCall findById(String id, Integer index, String name) {
        var same = last(call -> call.hasId(id) && !(call.hasOtherIndex(index) && call.isEndedBy(name)));
        if (same != null) {
            return same;
        }
        var nameless = index != null ? last(call -> call.hasIndex(index)) : at(calls.size() - 1);
        return nameless != null && nameless.acceptsId(name) ? nameless : begin(index, unused(id));
    }

    private PendingCall last(Predicate<PendingCall> condition) {
        return calls.reversed().stream().filter(condition).findFirst().orElse(null);
    }

    private PendingCall at(int position) {
        return position < 0 || position >= calls.size() ? null : calls.get(position);
    }

    private String unused(String id) {
        return calls.stream().anyMatch(call -> call.hasId(id)) ? "" : id;
    }

    private PendingCall begin(Integer index, String id) {
        if (calls.size() == MAX_CALLS) {
            Members.malformed("too many tool calls");
        }
        var call = new PendingCall(calls.size(), index, id);
        calls.add(call);
        return call;
    }

    private void emit(PendingCall call, String id, JsonObject function, String extra) {
        call.add(unused(id), Members.text(function, "name"), arguments(function.get("arguments")), extra)
                .ifPresent(events);
    }

    /** Null if the piece has none. */
    private static Integer index(JsonObject piece) {
        if (!(piece.get("index") instanceof JsonNumber number)) {
            return null;
        }
        var index = number.intValue();
        return index < 0 || index >= MAX_CALLS ? Members.malformed("a tool call's index out of bounds") : index;
    }

    /** Some servers send the arguments as JSON instead of JSON in a string. */
    private static String arguments(JsonValue value) {
        return switch (value) {
            case JsonString text -> text.getString();
            case JsonObject object -> object.toString();
            case null -> "";
            default ->
                Members.isNull(value) ? "" : Members.malformed("arguments that are neither a text nor an object");
        };
    }

    private static String extra(JsonObject piece) {
        if (KNOWN_MEMBERS.containsAll(piece.keySet())) {
            return "";
        }
        var others = JSON.createObjectBuilder(piece);
        KNOWN_MEMBERS.forEach(others::remove);
        return others.build().toString();
    }

    /** Emits what was held back. */
    void finish() {
        calls.forEach(call -> call.end().ifPresent(events));
    }
}
