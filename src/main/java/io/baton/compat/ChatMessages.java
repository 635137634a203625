package io.baton.compat;

import io.baton.http.JsonBody;
import io.baton.model.ToolCall;
import io.baton.model.Turn;
import io.baton.model.Turn.Role;
import io.baton.platform.Problem;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses {@code messages}. Every tool call must be followed by its result, and every result must follow its call. */
final class ChatMessages {
    private static final int MAX_MESSAGES = 2_048;
    private static final int MAX_PARTS = 1_024;
    private static final int MAX_CALLS = 128;
    private static final String ROLES = "system, developer, user, assistant, tool";

    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> open = new HashSet<>();
    private String openMember;

    private ChatMessages() {}

    static List<Turn> of(JsonBody body) {
        var messages = body.objects("messages", MAX_MESSAGES)
                .orElseThrow(() -> Problem.badField("messages", "problem.needed", "messages"));
        var reader = new ChatMessages();
        messages.forEach(reader::read);
        reader.requireNoOpenCalls();
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

    private void addTurn(Role role, JsonBody message) {
        requireNoOpenCalls();
        var content = content(message).filter(text -> !text.isBlank()).orElseThrow(() -> blank(message));
        turns.add(new Turn(role, content, List.of(), null, name(message)));
    }

    private void addAssistantTurn(JsonBody message) {
        requireNoOpenCalls();
        var calls = message.objects("tool_calls", MAX_CALLS).orElse(List.of());
        var content = content(message);
        if (content.isEmpty() && calls.isEmpty()) {
            throw blank(message);
        }
        for (var call : calls) {
            var id = RequestMembers.required(call, "id");
            if (!open.add(id)) {
                throw Problem.badField(call.name("id"), "problem.twice", call.name("id"));
            }
        }
        openMember = message.name("tool_calls");
        var parsed = calls.stream().map(ChatMessages::call).toList();
        turns.add(new Turn(Role.ASSISTANT, content.orElse(""), parsed, null, name(message)));
    }

    private static ToolCall call(JsonBody call) {
        Tools.requireFunction(call);
        var function = RequestMembers.requiredObject(call, "function");
        return new ToolCall(
                RequestMembers.required(call, "id"),
                Tools.name(function),
                RequestMembers.required(function, "arguments"));
    }

    private void addToolResult(JsonBody message) {
        var call = RequestMembers.required(message, "tool_call_id");
        if (!open.remove(call)) {
            throw Problem.badField(message.name("tool_call_id"), "problem.tool-result", message.name("tool_call_id"));
        }
        var content = content(message).orElseThrow(() -> blank(message));
        turns.add(new Turn(Role.TOOL, content, List.of(), call, null));
    }

    private void requireNoOpenCalls() {
        if (!open.isEmpty()) {
            throw Problem.badField(openMember, "problem.tool-open", openMember);
        }
    }

    private static String name(JsonBody message) {
        return message.value("name").isEmpty() ? null : Tools.name(message);
    }

    private static Problem blank(JsonBody message) {
        return Problem.badField(message.name("content"), "problem.content", message.name("content"));
    }

    /** Text, or text parts joined by line breaks. */
    private static Optional<String> content(JsonBody message) {
        return message.value("content").map(content -> switch (content) {
            case JsonString text -> Problem.requireStorable(message.name("content"), text.getString());
            case JsonArray parts -> String.join("\n", texts(message));
            default -> throw blank(message);
        });
    }

    private static List<String> texts(JsonBody message) {
        return message.objects("content", MAX_PARTS).orElseThrow().stream()
                .map(part -> {
                    if (!RequestMembers.required(part, "type").equals("text")) {
                        throw Problem.badField(part.name("type"), "problem.one-of", part.name("type"), "text");
                    }
                    return RequestMembers.required(part, "text");
                })
                .toList();
    }
}
