package io.baton.provider.wire;

import io.baton.model.TokenUsage;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Optional;

/** Reads the {@code usage} member. What is absent counts as zero, as protobuf-based providers leave zeros out. */
final class UsageReader {
    /** No reply has more; a greater count is a provider's mistake. */
    private static final long MOST = 100_000_000;

    private UsageReader() {}

    /** Empty where it holds no count of tokens, or a nonsensical one: an estimate is better than that. */
    static Optional<TokenUsage> read(JsonObject usage) {
        if (!usage.containsKey("prompt_tokens") && !usage.containsKey("completion_tokens")) {
            return Optional.empty();
        }
        var input = count(usage, "prompt_tokens");
        var output = count(usage, "completion_tokens");
        var cached = count(usage, "prompt_tokens_details", "cached_tokens");
        var reasoning = count(usage, "completion_tokens_details", "reasoning_tokens");
        // Some count reasoning into the total only.
        var apart = Math.max(0, count(usage, "total_tokens") - input - output);
        if (isNonsense(input) || isNonsense(output + apart) || isNonsense(cached) || isNonsense(reasoning)) {
            return Optional.empty();
        }
        return Optional.of(new TokenUsage(
                (int) input,
                (int) (output + apart),
                (int) cached,
                (int) Math.max(reasoning, apart),
                TokenUsage.Source.MEASURED));
    }

    private static long count(JsonObject object, String member, String inner) {
        return object.get(member) instanceof JsonObject details ? count(details, inner) : 0;
    }

    private static long count(JsonObject object, String member) {
        return object.get(member) instanceof JsonNumber number ? number.longValue() : 0;
    }

    private static boolean isNonsense(long tokens) {
        return tokens < 0 || tokens > MOST;
    }
}
