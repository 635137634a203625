package io.baton.compat;

import static io.baton.compat.CompletionJson.JSON;

import io.baton.answer.Event;
import io.baton.http.OpenAiError;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Writes a completion as one JSON object at its end. */
final class BufferedWriter implements CompletionWriter {
    private final CompletionJson json;
    private final HttpServletResponse response;
    private final Set<String> models = new LinkedHashSet<>();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final TreeMap<Integer, Call> calls = new TreeMap<>();
    private JsonArrayBuilder logprobs;

    /** A tool call, assembled from its pieces. */
    private static final class Call {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
        private final String model;
        private String extra = "";

        Call(String model) {
            this.model = model;
        }

        void add(Event.ToolCall piece) {
            extra = piece.extra().isEmpty() ? extra : piece.extra();
            id = CompletionJson.isPresent(piece.id()) ? piece.id() : id;
            name = CompletionJson.isPresent(piece.name()) ? piece.name() : name;
            arguments.append(piece.arguments());
        }

        JsonObjectBuilder json() {
            return CompletionJson.withExtra(extra, model)
                    .add("id", id)
                    .add("type", "function")
                    .add(
                            "function",
                            JSON.createObjectBuilder().add("name", name).add("arguments", arguments.toString()));
        }
    }

    BufferedWriter(CompletionJson json, HttpServletResponse response) {
        this.json = json;
        this.response = response;
    }

    @Override
    public void text(String model, String text, List<String> tokens) {
        models.add(model);
        if (!tokens.isEmpty()) {
            logprobs = logprobs == null ? JSON.createArrayBuilder() : logprobs;
            logprobs.addAll(CompletionJson.tokens(tokens));
        }
    }

    @Override
    public void reasoning(String model, String text) {
        models.add(model);
        reasoning.append(text);
    }

    @Override
    public void refusal(String model, String text) {
        models.add(model);
        refusal.append(text);
    }

    @Override
    public void toolCall(String model, Event.ToolCall piece) {
        models.add(model);
        calls.computeIfAbsent(piece.index(), index -> new Call(model)).add(piece);
    }

    /** Nothing can be written without sending the status. */
    @Override
    public void keepAlive() {}

    @Override
    public void flush() {}

    @Override
    public void complete(Event.Complete complete) throws IOException {
        var message = JSON.createObjectBuilder().add("role", "assistant");
        if (complete.content().isEmpty() && !(calls.isEmpty() && refusal.isEmpty())) {
            message.addNull("content");
        } else {
            message.add("content", complete.content());
        }
        if (refusal.isEmpty()) {
            message.addNull("refusal");
        } else {
            message.add("refusal", refusal.toString());
        }
        if (!reasoning.isEmpty()) {
            message.add("reasoning_content", reasoning.toString());
        }
        if (!calls.isEmpty()) {
            var all = JSON.createArrayBuilder();
            calls.values().forEach(call -> all.add(call.json()));
            message.add("tool_calls", all);
        }
        response.setContentType("application/json");
        name(json, String.join(", ", models), response);
        write(
                json.whole(
                        complete.model(),
                        message,
                        CompletionJson.logprobs(logprobs),
                        complete.finishReason(),
                        complete.usage()),
                response);
    }

    @Override
    public void failed(OpenAiError error) throws IOException {
        send(error, response);
    }

    @Override
    public boolean hasBegun() {
        return !models.isEmpty();
    }

    /** Sets the headers that identify the completion and the models. */
    static void name(CompletionJson json, String models, HttpServletResponse response) {
        response.setHeader("x-baton-model", models);
        response.setHeader("x-request-id", json.id());
    }

    static void send(OpenAiError error, HttpServletResponse response) throws IOException {
        response.setStatus(error.status());
        response.setContentType("application/json");
        write(error.json().toString(), response);
    }

    private static void write(String text, HttpServletResponse response) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.getOutputStream().flush();
    }
}
