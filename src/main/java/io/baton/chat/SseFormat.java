package io.baton.chat;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.Span;
import io.baton.http.PlainNumber;
import io.baton.platform.Language;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.UUID;

/**
 * Encodes frames as the {@code data:} lines of the contract. One instance per reader, since it tracks the text sent so
 * far.
 */
final class SseFormat {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
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
            case Event.Start start -> data("start", start(start), frame.atMillis());
            case Event.Chunk chunk -> data("chunk", chunk(chunk), frame.atMillis());
            case Event.Switch change -> data("switch", change(change), frame.atMillis());
            case Event.Complete complete -> data("complete", complete(complete), frame.atMillis());
            case Event.Detail detail -> throw new IllegalStateException("no answer of a conversation has " + detail);
            case Event.Failed(var code) -> error(code, frame.atMillis());
            case Event.NotStoredYet ended -> error(ErrorCode.NOT_STORED_YET, frame.atMillis());
        };
    }

    private String error(ErrorCode code, long atMillis) {
        return data("error", error(code, code.message(language)), atMillis);
    }

    /** An error without an answer. */
    static String error(ErrorCode code, String message, UUID conversationId, long atMillis) {
        return new SseFormat(null, conversationId, 0, Language.ENGLISH).data("error", error(code, message), atMillis);
    }

    private JsonObjectBuilder start(Event.Start start) {
        var data = JSON.createObjectBuilder()
                .add("model", start.model())
                .add("answerId", answerId.toString())
                .add("messageId", start.messageId().toString());
        return start.reason() == null ? data : data.add("reason", start.reason());
    }

    private JsonObjectBuilder chunk(Event.Chunk chunk) {
        var data = JSON.createObjectBuilder().add("content", chunk.content());
        if (tooLong) {
            data.add("totalContentOmitted", true);
        } else if (maxTotal > 0) {
            data.add("totalContent", total.toString());
        }
        return data.add("tokenCount", chunk.tokens());
    }

    private static JsonObjectBuilder change(Event.Switch change) {
        return JSON.createObjectBuilder()
                .add("from", change.from())
                .add("to", change.to())
                .add("reason", change.reason())
                .add("at", change.at());
    }

    private JsonObjectBuilder complete(Event.Complete complete) {
        var usage = complete.usage();
        return JSON.createObjectBuilder()
                .add("content", complete.content())
                .add("tokenCount", usage.output())
                .add("responseTime", complete.responseMillis())
                .add("conversationId", conversationId.toString())
                .add("model", complete.model())
                .add("finishReason", complete.finishReason())
                .add(
                        "usage",
                        JSON.createObjectBuilder()
                                .add("promptTokens", usage.input())
                                .add("completionTokens", usage.output())
                                .add("totalTokens", usage.total())
                                .add("source", usage.source().name().toLowerCase(java.util.Locale.ROOT)))
                .add("cost", cost(complete))
                .add("spans", Span.toJson(complete.spans()));
    }

    /** {@code null} if the price is unknown, which is different from zero. */
    private static JsonValue cost(Event.Complete complete) {
        return complete.cost() == null
                ? JsonValue.NULL
                : new PlainNumber(complete.cost().dollars());
    }

    private static JsonObjectBuilder error(ErrorCode code, String message) {
        return JSON.createObjectBuilder().add("message", message).add("code", code.name());
    }

    private String data(String type, JsonObjectBuilder data, long atMillis) {
        var frame =
                JSON.createObjectBuilder().add("type", type).add("data", data).add("timestamp", atMillis);
        return (conversationId == null ? frame : frame.add("conversationId", conversationId.toString()))
                .build()
                .toString();
    }
}
