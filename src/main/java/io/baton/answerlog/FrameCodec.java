package io.baton.answerlog;

import io.baton.answer.AnswerOutcome;
import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.Span;
import io.baton.model.Money;
import io.baton.model.TokenUsage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.UUID;

/** The format of frames in Redis: one JSON object each, with a version. */
final class FrameCodec {
    private static final int VERSION = 1;
    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private FrameCodec() {}

    static String write(Frame frame) {
        var text = new StringWriter();
        try (var json = GENERATORS.createGenerator(text)) {
            json.writeStartObject()
                    .write("v", VERSION)
                    .write("epoch", frame.epoch())
                    .write("n", frame.n())
                    .write("at", frame.atMillis());
            switch (frame.event()) {
                case Event.Start start -> start(json, start);
                case Event.Chunk(var content, var tokens) ->
                    json.write("type", "chunk").write("content", content).write("tokens", tokens);
                case Event.Switch(var from, var to, var reason, var at) ->
                    json.write("type", "switch")
                            .write("from", from)
                            .write("to", to)
                            .write("reason", reason)
                            .write("offset", at);
                case Event.Reasoning(var content) ->
                    json.write("type", "thought").write("content", content);
                case Event.Refusal(var content) -> json.write("type", "refused").write("content", content);
                case Event.ToolCall(var index, var id, var name, var arguments, var extra) ->
                    json.write("type", "called")
                            .write("index", index)
                            .write("id", id)
                            .write("name", name)
                            .write("arguments", arguments)
                            .write("extra", extra);
                case Event.Logprobs(var tokens) -> json.write("type", "weighed").write("tokens", tokens);
                case Event.Complete complete -> complete(json, complete);
                case Event.Failed(var code) -> json.write("type", "failed").write("code", code.name());
                case Event.NotStoredYet(var ending) -> notStoredYet(json, ending);
            }
            json.writeEnd();
        }
        return text.toString();
    }

    private static void start(JsonGenerator json, Event.Start start) {
        json.write("type", "start")
                .write("model", start.model())
                .write("messageId", start.messageId().toString());
        if (start.reason() != null) {
            json.write("reason", start.reason());
        }
    }

    /** Readers without support for the stored outcome see a failure of that code. */
    private static void notStoredYet(JsonGenerator json, AnswerOutcome ending) {
        json.write("type", "failed").write("code", ErrorCode.NOT_STORED_YET.name());
        switch (ending) {
            case AnswerOutcome.Complete(var reason) -> json.write("finishReason", reason);
            case AnswerOutcome.Stopped() -> json.write("stopped", true);
            case AnswerOutcome.Failed(var code) -> json.write("failure", code.name());
        }
    }

    private static void complete(JsonGenerator json, Event.Complete complete) {
        var usage = complete.usage();
        json.write("type", "complete")
                .write("content", complete.content())
                .write("responseMillis", complete.responseMillis())
                .write("model", complete.model())
                .write("finishReason", complete.finishReason())
                .write("input", usage.input())
                .write("output", usage.output())
                .write("cached", usage.cached())
                .write("reasoning", usage.reasoning())
                .write("source", usage.source().name())
                .write("spans", Span.toJson(complete.spans()));
        if (complete.cost() != null) {
            json.write("costNanos", complete.cost().nanos());
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
                        json.getString("arguments"),
                        json.getString("extra", ""));
            case "refused" -> new Event.Refusal(json.getString("content"));
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
