package io.baton.provider.wire;

import io.baton.model.TokenUsage;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * Reads the {@code usage} member. What is absent or null counts as zero, as protobuf-based providers leave zeros out. A member
 * of a wrong type, a negative or broken number, parts that are more than their whole, and a total that is less than its parts:
 * then nothing is taken of it. Whether the counts fit what was asked and said is {@link io.baton.model.UsageBounds}' matter.
 */
final class UsageReader {
    private UsageReader() {}

    /** Thrown where a member holds no count of tokens. */
    private static final class NoCount extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Empty where it holds no count of tokens, or a nonsensical one. */
    static Optional<TokenUsage> read(JsonObject usage) {
        if (!usage.containsKey("prompt_tokens") && !usage.containsKey("completion_tokens")) {
            return Optional.empty();
        }
        try {
            return counted(usage);
        } catch (NoCount nonsense) {
            return Optional.empty();
        }
    }

    private static Optional<TokenUsage> counted(JsonObject usage) throws NoCount {
        var input = count(usage, "prompt_tokens");
        var cached = count(usage, "prompt_tokens_details", "cached_tokens");
        var reasoning = count(usage, "completion_tokens_details", "reasoning_tokens");
        var parts = input + (long) count(usage, "completion_tokens");
        var total = isAbsent(usage.get("total_tokens")) ? parts : count(usage, "total_tokens");
        // Some count reasoning into the total only.
        var output = total - input;
        if (total < parts || cached > input || reasoning > output) {
            return Optional.empty();
        }
        return Optional.of(new TokenUsage(
                input, (int) output, cached, (int) Math.max(reasoning, total - parts), TokenUsage.Source.MEASURED));
    }

    private static int count(JsonObject object, String member, String inner) throws NoCount {
        var details = object.get(member);
        if (isAbsent(details)) {
            return 0;
        }
        if (details instanceof JsonObject given) {
            return count(given, inner);
        }
        throw new NoCount();
    }

    private static int count(JsonObject object, String member) throws NoCount {
        var value = object.get(member);
        if (isAbsent(value)) {
            return 0;
        }
        try {
            var count = value instanceof JsonNumber number ? number.intValueExact() : -1;
            if (count >= 0) {
                return count;
            }
        } catch (ArithmeticException noWholeNumber) {
            // as any other that is no count
        }
        throw new NoCount();
    }

    private static boolean isAbsent(JsonValue value) {
        return value == null || value.getValueType() == JsonValue.ValueType.NULL;
    }
}
