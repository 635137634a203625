package io.baton.compat;

import io.baton.catalog.Catalog;
import io.baton.http.JsonBody;
import io.baton.model.Model;
import io.baton.model.ProviderState;
import io.baton.model.ToolCall;
import io.baton.model.Turn;
import io.baton.model.Turn.Role;
import io.baton.platform.Problem;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Parses {@code messages}. Every tool call must be followed by its result, and every result must follow its call. */
final class ChatMessages {
    private static final int MAX_MESSAGES = 2_048;
    private static final int MAX_PARTS = 1_024;
    private static final int MAX_CALLS = 128;
    private static final int MAX_NAME = 64;
    private static final String ROLES = "system, developer, user, assistant, tool";

    /** Members of the assistant's messages that some providers need back. */
    private static final Set<String> STATE = Set.of(
            "reasoning_content",
            "reasoning",
            "reasoning_details",
            "extra_content",
            "thought_signature",
            "thinking_blocks");

    private static final Set<String> MEMBERS_OF_CALLS = Set.of("index", "id", "type", "function");

    private final Model asked;
    private final Catalog catalog;
    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> open = new HashSet<>();
    private String openMember;

    private ChatMessages(Model asked, Catalog catalog) {
        this.asked = asked;
        this.catalog = catalog;
    }

    /** @param asked the model that is asked; without a mark, state in the messages is taken to be its provider's */
    static List<Turn> of(JsonBody body, Model asked, Catalog catalog) {
        var messages = body.objects("messages", MAX_MESSAGES)
                .orElseThrow(() -> Problem.badField("messages", "problem.needed", "messages"));
        var reader = new ChatMessages(asked, catalog);
        messages.forEach(reader::read);
        reader.requireNoOpenCalls();
        if (reader.turns.isEmpty()) {
            throw Problem.badField("messages", "problem.needed", "messages");
        }
        return reader.turns;
    }

    private void read(JsonBody message) {
        switch (RequestMembers.required(message, "role")) {
            case "system", "developer" -> addTurn(Role.SYSTEM, message);
            case "user" -> addTurn(Role.USER, message);
            case "assistant" -> addAssistantTurn(message);
            case "tool" -> addToolResult(message);
            default -> throw Problem.badField(message.name("role"), "problem.one-of", message.name("role"), ROLES);
        }
    }

    /** Leaves out a blank system message: it says nothing, and some providers refuse it. */
    private void addTurn(Role role, JsonBody message) {
        requireNoOpenCalls();
        var content = content(message).orElseThrow(() -> missing(message));
        if (role == Role.USER || !content.isBlank()) {
            turns.add(new Turn(role, content, List.of(), null, name(message)));
        }
    }

    /** A refusal is sent back as text, because only OpenAI knows that member. */
    private void addAssistantTurn(JsonBody message) {
        requireNoOpenCalls();
        var calls = RequestMembers.objects(message, "tool_calls", MAX_CALLS);
        var content = content(message).or(() -> message.text("refusal"));
        var state = state(message.json(), STATE::contains, asked.provider());
        if (content.isEmpty() && calls.isEmpty() && state.members().isEmpty()) {
            throw missing(message);
        }
        for (var call : calls) {
            var id = RequestMembers.required(call, "id");
            if (!open.add(id)) {
                throw Problem.badField(call.name("id"), "problem.twice", call.name("id"));
            }
        }
        openMember = message.name("tool_calls");
        var parsed = calls.stream().map(this::call).toList();
        turns.add(new Turn(Role.ASSISTANT, content.orElse(""), parsed, null, name(message), state));
    }

    private ToolCall call(JsonBody call) {
        if (call.value("type").isPresent()) {
            Tools.requireFunction(call);
        }
        var function = RequestMembers.requiredObject(call, "function");
        return new ToolCall(
                RequestMembers.required(call, "id"), Tools.name(function), arguments(function), stateOf(call.json()));
    }

    /** A call without arguments has an empty object; some clients send the object itself. */
    private static String arguments(JsonBody function) {
        return function.value("arguments")
                .map(value -> value instanceof JsonObject object
                        ? object.toString()
                        : RequestMembers.required(function, "arguments"))
                .filter(text -> !text.isBlank())
                .orElse("{}");
    }

    private ProviderState stateOf(JsonObject call) {
        var marked =
                call.get(CompletionJson.MODEL_OF_STATE) instanceof JsonString model ? model.getString() : asked.id();
        return state(
                call,
                member -> !MEMBERS_OF_CALLS.contains(member) && !member.equals(CompletionJson.MODEL_OF_STATE),
                catalog.find(marked).map(Model::provider).orElse(""));
    }

    private static ProviderState state(JsonObject json, Predicate<String> belongs, String provider) {
        var members = CompletionJson.JSON.createObjectBuilder();
        json.forEach((name, value) -> {
            if (belongs.test(name) && value != JsonValue.NULL) {
                members.add(name, value);
            }
        });
        var state = members.build();
        return state.isEmpty() ? ProviderState.NONE : new ProviderState(provider, state);
    }

    private void addToolResult(JsonBody message) {
        var call = RequestMembers.required(message, "tool_call_id");
        if (!open.remove(call)) {
            throw Problem.badField(message.name("tool_call_id"), "problem.tool-result", message.name("tool_call_id"));
        }
        turns.add(new Turn(Role.TOOL, content(message).orElse(""), List.of(), call, null));
    }

    private void requireNoOpenCalls() {
        if (!open.isEmpty()) {
            throw Problem.badField(openMember, "problem.tool-open", openMember);
        }
    }

    /** In any script; null if absent or blank. */
    private static String name(JsonBody message) {
        var name = message.text("name").filter(text -> !text.isBlank()).orElse(null);
        if (name != null && name.codePointCount(0, name.length()) > MAX_NAME) {
            throw Problem.badField(message.name("name"), "problem.length", message.name("name"), MAX_NAME);
        }
        return name;
    }

    private static Problem missing(JsonBody message) {
        return Problem.badField(message.name("content"), "problem.content", message.name("content"));
    }

    /** Text, or text parts joined by line breaks. */
    private static Optional<String> content(JsonBody message) {
        return message.value("content").map(content -> switch (content) {
            case JsonString text -> Problem.requireStorable(message.name("content"), text.getString());
            case JsonArray parts -> String.join("\n", texts(message));
            default -> throw missing(message);
        });
    }

    private static List<String> texts(JsonBody message) {
        return RequestMembers.objects(message, "content", MAX_PARTS).stream()
                .map(ChatMessages::text)
                .toList();
    }

    private static String text(JsonBody part) {
        return switch (RequestMembers.required(part, "type")) {
            case "text" -> RequestMembers.required(part, "text");
            case "refusal" -> RequestMembers.required(part, "refusal");
            default -> throw Problem.badField(part.name("type"), "problem.one-of", part.name("type"), "text, refusal");
        };
    }
}
