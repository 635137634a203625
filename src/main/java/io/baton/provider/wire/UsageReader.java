package io.baton.provider.wire;

import io.baton.model.TokenUsage;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * Reads the {@code usage} member. Absent or null counts are zero, since protobuf-based providers omit zeros. The whole
 * usage is ignored if a member has a wrong type, a number is negative or fractional, a part exceeds its whole, or the
 * total is less than its parts. {@link io.baton.model.UsageBounds} checks whether the counts are plausible.
 */
final class UsageReader {
    private UsageReader() {}

    /** A member is not a token count. */
    private static final class InvalidCount extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Empty if there is no usage, or it is invalid. */
    static Optional<TokenUsage> read(JsonObject usage) {
        if (!usage.containsKey("prompt_tokens") && !usage.containsKey("completion_tokens")) {
            return Optional.empty();
        }
        try {
            return counted(usage);
        } catch (InvalidCount invalid) {
            return Optional.empty();
        }
    }

    private static Optional<TokenUsage> counted(JsonObject usage) throws InvalidCount {
        var input = count(usage, "prompt_tokens");
        var cached = count(usage, "prompt_tokens_details", "cached_tokens");
        var reasoning = count(usage, "completion_tokens_details", "reasoning_tokens");
        var parts = input + (long) count(usage, "completion_tokens");
        var total = isAbsent(usage.get("total_tokens")) ? parts : count(usage, "total_tokens");
        // Some providers count reasoning only in the total.
        var output = total - input;
        if (total < parts || cached > input || reasoning > output) {
            return Optional.empty();
        }
        return Optional.of(new TokenUsage(
                input, (int) output, cached, (int) Math.max(reasoning, total - parts), TokenUsage.Source.MEASURED));
    }

    private static int count(JsonObject object, String member, String inner) throws InvalidCount {
        var details = object.get(member);
        if (isAbsent(details)) {
            return 0;
        }
        if (details instanceof JsonObject nested) {
            return count(nested, inner);
        }
        throw new InvalidCount();
    }

    private static int count(JsonObject object, String member) throws InvalidCount {
        var value = object.get(member);
        if (isAbsent(value)) {
            return 0;
        }
        try {
            var count = value instanceof JsonNumber number ? number.intValueExact() : -1;
            if (count >= 0) {
                return count;
            }
        } catch (ArithmeticException invalid) {
            // reported below
        }
        throw new InvalidCount();
    }

    private static boolean isAbsent(JsonValue value) {
        return value == null || value.getValueType() == JsonValue.ValueType.NULL;
    }
}
