package io.baton.answerlog;

import io.baton.answer.AnswerOutcome;
import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.Span;
import io.baton.model.Money;
import io.baton.model.TokenUsage;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;
import java.util.UUID;

/** The format of frames in Redis: one JSON object each, with a version. */
final class FrameCodec {
    private static final int VERSION = 1;
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private FrameCodec() {}

    static String write(Frame frame) {
        var json = BUILDERS.createObjectBuilder()
                .add("v", VERSION)
                .add("epoch", frame.epoch())
                .add("n", frame.n())
                .add("at", frame.atMillis());
        switch (frame.event()) {
            case Event.Start start -> start(json, start);
            case Event.Chunk(var content, var tokens) ->
                json.add("type", "chunk").add("content", content).add("tokens", tokens);
            case Event.Switch(var from, var to, var reason, var at) ->
                json.add("type", "switch")
                        .add("from", from)
                        .add("to", to)
                        .add("reason", reason)
                        .add("offset", at);
            case Event.Reasoning(var content) -> json.add("type", "thought").add("content", content);
            case Event.ToolCall(var index, var id, var name, var arguments) ->
                json.add("type", "called")
                        .add("index", index)
                        .add("id", id)
                        .add("name", name)
                        .add("arguments", arguments);
            case Event.Logprobs(var tokens) -> json.add("type", "weighed").add("tokens", tokens);
            case Event.Complete complete -> complete(json, complete);
            case Event.Failed(var code) -> json.add("type", "failed").add("code", code.name());
            case Event.NotStoredYet(var ending) -> notStoredYet(json, ending);
        }
        return json.build().toString();
    }

    private static void start(JsonObjectBuilder json, Event.Start start) {
        json.add("type", "start")
                .add("model", start.model())
                .add("messageId", start.messageId().toString());
        if (start.reason() != null) {
            json.add("reason", start.reason());
        }
    }

    /** Readers without support for the stored outcome see a failure of that code. */
    private static void notStoredYet(JsonObjectBuilder json, AnswerOutcome ending) {
        json.add("type", "failed").add("code", ErrorCode.NOT_STORED_YET.name());
        switch (ending) {
            case AnswerOutcome.Complete(var reason) -> json.add("finishReason", reason);
            case AnswerOutcome.Stopped() -> json.add("stopped", true);
            case AnswerOutcome.Failed(var code) -> json.add("failure", code.name());
        }
    }

    private static void complete(JsonObjectBuilder json, Event.Complete complete) {
        var usage = complete.usage();
        json.add("type", "complete")
                .add("content", complete.content())
                .add("responseMillis", complete.responseMillis())
                .add("model", complete.model())
                .add("finishReason", complete.finishReason())
                .add("input", usage.input())
                .add("output", usage.output())
                .add("cached", usage.cached())
                .add("reasoning", usage.reasoning())
                .add("source", usage.source().name())
                .add("spans", Span.toJson(complete.spans()));
        if (complete.cost() != null) {
            json.add("costNanos", complete.cost().nanos());
        }
    }

    /** @throws IllegalStateException if the version is unknown */
    static Frame read(String text) {
        JsonObject json;
        try (var reader = READERS.createReader(new StringReader(text))) {
            json = reader.readObject();
        }
        if (json.getInt("v") != VERSION) {
            throw new IllegalStateException("a frame of version " + json.getInt("v"));
        }
        return new Frame(
                json.getInt("epoch"), json.getInt("n"), json.getJsonNumber("at").longValueExact(), event(json));
    }

    private static Event event(JsonObject json) {
        return switch (json.getString("type")) {
            case "start" ->
                new Event.Start(
                        json.getString("model"),
                        UUID.fromString(json.getString("messageId")),
                        json.getString("reason", null));
            case "chunk" -> new Event.Chunk(json.getString("content"), json.getInt("tokens"));
            case "switch" ->
                new Event.Switch(
                        json.getString("from"), json.getString("to"), json.getString("reason"), json.getInt("offset"));
            case "thought" -> new Event.Reasoning(json.getString("content"));
            case "called" ->
                new Event.ToolCall(
                        json.getInt("index"),
                        json.getString("id"),
                        json.getString("name"),
                        json.getString("arguments"));
            case "weighed" -> new Event.Logprobs(json.getString("tokens"));
            case "complete" -> complete(json);
            case "failed" -> failed(json, ErrorCode.valueOf(json.getString("code")));
            default -> throw new IllegalStateException("a frame of type " + json.getString("type"));
        };
    }

    private static Event failed(JsonObject json, ErrorCode code) {
        if (json.containsKey("finishReason")) {
            return new Event.NotStoredYet(new AnswerOutcome.Complete(json.getString("finishReason")));
        }
        if (json.containsKey("stopped")) {
            return new Event.NotStoredYet(new AnswerOutcome.Stopped());
        }
        return json.containsKey("failure")
                ? new Event.NotStoredYet(new AnswerOutcome.Failed(ErrorCode.valueOf(json.getString("failure"))))
                : new Event.Failed(code);
    }

    private static Event.Complete complete(JsonObject json) {
        return new Event.Complete(
                json.getString("content"),
                json.getJsonNumber("responseMillis").longValueExact(),
                json.getString("model"),
                json.getString("finishReason"),
                new TokenUsage(
                        json.getInt("input"),
                        json.getInt("output"),
                        json.getInt("cached"),
                        json.getInt("reasoning"),
                        TokenUsage.Source.valueOf(json.getString("source"))),
                json.containsKey("costNanos")
                        ? new Money(json.getJsonNumber("costNanos").longValueExact())
                        : null,
                Span.fromJson(json.getJsonArray("spans")));
    }
}
