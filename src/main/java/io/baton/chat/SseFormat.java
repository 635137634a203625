package io.baton.chat;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.Span;
import io.baton.http.PlainNumber;
import io.baton.platform.Language;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Encodes frames as the {@code data:} lines of the contract. One instance per reader, since it tracks the text sent so
 * far.
 */
final class SseFormat {
    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());
    private final UUID answerId;
    private final UUID conversationId;
    private final int maxTotal;
    private final Language language;
    private final StringBuilder total = new StringBuilder();
    private boolean tooLong;

    /** @param maxTotal the number of characters up to which each chunk contains the whole text so far; 0 for never */
    SseFormat(UUID answerId, UUID conversationId, int maxTotal, Language language) {
        this.language = language;
        this.answerId = answerId;
        this.conversationId = conversationId;
        this.maxTotal = maxTotal;
    }

    /** Accounts for a frame that the reader already has. */
    void skip(Frame frame) {
        if (maxTotal > 0 && !tooLong && frame.event() instanceof Event.Chunk(var content, var tokens)) {
            total.append(content);
            tooLong = total.length() > maxTotal;
        }
    }

    String encode(Frame frame) {
        skip(frame);
        return switch (frame.event()) {
            case Event.Start start -> data("start", frame.atMillis(), json -> start(json, start));
            case Event.Chunk chunk -> data("chunk", frame.atMillis(), json -> chunk(json, chunk));
            case Event.Switch change -> data("switch", frame.atMillis(), json -> change(json, change));
            case Event.Complete complete -> data("complete", frame.atMillis(), json -> complete(json, complete));
            case Event.Detail detail -> throw new IllegalStateException("no answer of a conversation has " + detail);
            case Event.Failed(var code) -> error(code, code.message(language), frame.atMillis());
            case Event.NotStoredYet ended -> {
                var code = ErrorCode.NOT_STORED_YET;
                yield error(code, code.message(language), frame.atMillis());
            }
        };
    }

    /** An error without an answer. */
    static String error(ErrorCode code, String message, UUID conversationId, long atMillis) {
        return new SseFormat(null, conversationId, 0, Language.ENGLISH).error(code, message, atMillis);
    }

    private String error(ErrorCode code, String message, long atMillis) {
        return data("error", atMillis, json -> json.write("message", message).write("code", code.name()));
    }

    private void start(JsonGenerator json, Event.Start start) {
        json.write("model", start.model())
                .write("answerId", answerId.toString())
                .write("messageId", start.messageId().toString());
        if (start.reason() != null) {
            json.write("reason", start.reason());
        }
    }

    private void chunk(JsonGenerator json, Event.Chunk chunk) {
        json.write("content", chunk.content());
        if (tooLong) {
            json.write("totalContentOmitted", true);
        } else if (maxTotal > 0) {
            json.write("totalContent", total.toString());
        }
        json.write("tokenCount", chunk.tokens());
    }

    private static void change(JsonGenerator json, Event.Switch change) {
        json.write("from", change.from())
                .write("to", change.to())
                .write("reason", change.reason())
                .write("at", change.at());
    }

    private void complete(JsonGenerator json, Event.Complete complete) {
        var usage = complete.usage();
        json.write("content", complete.content())
                .write("tokenCount", usage.output())
                .write("responseTime", complete.responseMillis())
                .write("conversationId", conversationId.toString())
                .write("model", complete.model())
                .write("finishReason", complete.finishReason())
                .writeStartObject("usage")
                .write("promptTokens", usage.input())
                .write("completionTokens", usage.output())
                .write("totalTokens", usage.total())
                .write("source", usage.source().name().toLowerCase(Locale.ROOT))
                .writeEnd()
                .write("cost", cost(complete))
                .write("spans", Span.toJson(complete.spans()));
    }

    /** {@code null} if the price is unknown, which is different from zero. */
    private static JsonValue cost(Event.Complete complete) {
        return complete.cost() == null
                ? JsonValue.NULL
                : new PlainNumber(complete.cost().dollars());
    }

    private String data(String type, long atMillis, Consumer<JsonGenerator> data) {
        var text = new StringWriter();
        try (var json = GENERATORS.createGenerator(text)) {
            json.writeStartObject().write("type", type).writeStartObject("data");
            data.accept(json);
            json.writeEnd().write("timestamp", atMillis);
            if (conversationId != null) {
                json.write("conversationId", conversationId.toString());
            }
            json.writeEnd();
        }
        return text.toString();
    }
}
