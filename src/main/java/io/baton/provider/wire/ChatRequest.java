package io.baton.provider.wire;

import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.RequestForm;
import io.baton.model.ToolCall;
import io.baton.model.Turn;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A prompt for one model, as a request in the chat-completions format. */
public record ChatRequest(Model model, Prompt prompt) {
    // Cached, because Json.createObjectBuilder looks up the implementation on every call.
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** The body; requests a stream with the usage at its end. Contains no null members. */
    byte[] json() {
        var form = LearnedForms.of(model);
        var turns = form.systemRole() ? prompt.turns() : SystemRole.without(prompt.turns());
        var messages = JSON.createArrayBuilder();
        turns.forEach(turn -> messages.add(message(turn, form)));
        var body = JSON.createObjectBuilder(prompt.options().members());
        form.members().forEach(body::add);
        body.add("model", model.upstreamId())
                .add(form.maxTokensName(), prompt.maxTokensFor(model))
                .add("temperature", prompt.temperatureFor(model))
                .add("stream", true)
                .add("stream_options", JSON.createObjectBuilder().add("include_usage", true));
        form.omitted().forEach(body::remove);
        if (!prompt.partialAnswer().isEmpty()) {
            addPartialAnswer(messages, body);
        }
        return body.add("messages", messages).build().toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the caller has set this member; otherwise it is Baton's. */
    boolean isCallers(String member) {
        return prompt.options().members().containsKey(member)
                || member.equals("temperature") && prompt.temperature() != null;
    }

    /** All that the caller, or a model, has written in this request. */
    String callersText() {
        return prompt.turns() + prompt.partialAnswer() + prompt.options().members();
    }

    private void addPartialAnswer(JsonArrayBuilder messages, JsonObjectBuilder body) {
        var partial = message("assistant", prompt.partialAnswer());
        switch (model.continuation()) {
            case PARTIAL -> messages.add(partial.add("partial", true));
            case PREFIX -> messages.add(partial.add("prefix", true));
            case CONTINUE_FINAL_MESSAGE -> {
                messages.add(partial);
                body.add("continue_final_message", true).add("add_generation_prompt", false);
            }
            case INSTRUCTION -> messages.add(partial).add(message("user", Continuation.REQUEST_TEXT));
        }
    }

    private JsonObjectBuilder message(Turn turn, RequestForm form) {
        var message = message(turn.role().wireName(), turn.content());
        turn.state().membersFor(model).forEach(message::add);
        form.omitted().forEach(message::remove);
        if (turn.name() != null) {
            message.add("name", turn.name());
        }
        if (turn.callId() != null) {
            message.add("tool_call_id", turn.callId());
        }
        if (turn.calls().isEmpty()) {
            return message;
        }
        var calls = JSON.createArrayBuilder();
        turn.calls().forEach(call -> calls.add(call(call)));
        return (turn.content().isEmpty() ? message.addNull("content") : message).add("tool_calls", calls);
    }

    private JsonObjectBuilder call(ToolCall call) {
        return JSON.createObjectBuilder(call.state().membersFor(model))
                .add("id", call.id())
                .add("type", "function")
                .add(
                        "function",
                        JSON.createObjectBuilder().add("name", call.name()).add("arguments", call.arguments()));
    }

    private static JsonObjectBuilder message(String role, String content) {
        return JSON.createObjectBuilder().add("role", role).add("content", content);
    }
}
