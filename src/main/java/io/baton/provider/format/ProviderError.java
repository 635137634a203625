package io.baton.provider.format;

import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Recognises errors in replies, and what they mean by their code or, where vendors have none, by their message. */
public final class ProviderError {
    private static final String[] FILTER_CODES = {
        "content_filter",
        "responsibleaipolicyviolation",
        "data_inspection_failed",
        "datainspectionfailed",
        "content_policy_violation",
        "content_policy",
        "content_moderation",
        "moderation_blocked",
        "prohibited_content",
        "sensitive_content",
        "inputtextsensitivecontentdetected",
        "safety"
    };
    private static final String[] FILTER_MESSAGES = {
        "content exists risk",
        "content management policy",
        "content filter",
        "inappropriate content",
        "data_inspection_failed",
        "safety system",
        "high risk",
        "敏感",
        "不安全"
    };
    private static final String[] CONTEXT_CODES = {
        "context_length_exceeded",
        "exceed_context_size",
        "exceeded_context_size",
        "context_length",
        "context_window",
        "model_max_prompt_tokens_exceeded",
        "prompt_too_long",
        "string_above_max_length",
        "tokens_limit_exceeded"
    };
    private static final String[] CONTEXT_MESSAGES = {
        "maximum context length",
        "context length",
        "context window",
        "context size",
        "maximum prompt length",
        "prompt is too long",
        "input is too long",
        "prompt too long",
        "input length should be",
        "exceeds the maximum number of tokens",
        "exceeds maximum input length",
        "reduce the length of the messages",
        "token limit exceeded",
        "exceeded model token limit",
        "too many tokens"
    };

    private ProviderError() {}

    /** Whether a chunk or a reply of status 200 is an error. An empty {@code error} is none. */
    static boolean isIn(JsonObject chunk) {
        return saysSomething(chunk.get("error"))
                || Members.textOrNothing(chunk, "object").equals("error")
                || Members.textOrNothing(chunk, "type").equals("error")
                || isStatus(Members.object(chunk, "base_resp").get("status_code"))
                || !chunk.containsKey("choices") && chunk.containsKey("message") && saysSomething(chunk.get("code"));
    }

    private static boolean saysSomething(JsonValue value) {
        return switch (value) {
            case null -> false;
            case JsonString text -> !text.getString().isBlank();
            case JsonNumber number -> isStatus(number);
            case JsonObject object -> object.values().stream().anyMatch(ProviderError::saysSomething);
            case JsonArray array -> array.stream().anyMatch(ProviderError::saysSomething);
            default -> value.getValueType() == JsonValue.ValueType.TRUE;
        };
    }

    private static boolean isStatus(JsonValue value) {
        return value instanceof JsonNumber number && number.intValue() != 0 && number.intValue() != 200;
    }

    /**
     * What an error says about the request: {@link Outcome#CONTENT_FILTER} or {@link Outcome#CONTEXT_TOO_LONG}, otherwise
     * {@code other}.
     */
    public static Outcome outcomeOf(JsonObject body, Outcome other) {
        var error = body.get("error") instanceof JsonObject nested ? nested : body;
        var codes = codes(error) + codes(Members.object(error, "innererror")) + codes(body);
        var message = message(error, body);
        if (contains(codes, FILTER_CODES)) {
            return Outcome.CONTENT_FILTER;
        }
        if (contains(codes, CONTEXT_CODES) || contains(message, CONTEXT_MESSAGES)) {
            return Outcome.CONTEXT_TOO_LONG;
        }
        return contains(message, FILTER_MESSAGES) ? Outcome.CONTENT_FILTER : other;
    }

    /** The usage that an error reports nevertheless. */
    public static Optional<TokenUsage> usageIn(JsonObject body) {
        return new UsageReader().read(body, JsonValue.EMPTY_JSON_OBJECT);
    }

    private static String codes(JsonObject error) {
        return Stream.of("code", "type", "status", "reason")
                .map(member -> Members.textOrNothing(error, member).toLowerCase(Locale.ROOT) + " ")
                .reduce("", String::concat);
    }

    /** What the error says, in lower case; empty if nothing. */
    static String message(JsonObject error, JsonObject body) {
        return Stream.of(
                        error.get("message"),
                        body.get("message"),
                        body.get("error"),
                        body.get("detail"),
                        Members.object(body, "base_resp").get("status_msg"))
                .map(value -> value instanceof JsonString text ? text.getString() + " " : "")
                .reduce("", String::concat)
                .toLowerCase(Locale.ROOT);
    }

    private static boolean contains(String text, String[] fragments) {
        return Stream.of(fragments).anyMatch(text::contains);
    }
}
