package io.baton.provider.format;

import io.baton.model.TokenUsage;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * Reads the token counts of one reply, wherever they stand and whatever they are called; {@code docs/dialects.md} has the
 * table. Counts may come in parts, and more than once: of each count the last one that is not zero counts. Counts with a
 * value that is no number of tokens are ignored. {@link io.baton.model.UsageBounds} checks whether the rest is plausible.
 */
final class UsageReader {
    private static final List<String> INPUT =
            List.of("prompt_tokens", "input_tokens", "promptTokenCount", "inputTokens", "prompt_eval_count");
    private static final List<String> OUTPUT =
            List.of("completion_tokens", "output_tokens", "candidatesTokenCount", "outputTokens", "eval_count");
    private static final List<String> TOTAL = List.of("total_tokens", "totalTokenCount", "totalTokens");
    private static final List<String> CACHED = List.of(
            "prompt_tokens_details.cached_tokens",
            "input_tokens_details.cached_tokens",
            "prompt_cache_hit_tokens",
            "cached_tokens",
            "num_cached_tokens",
            "cachedContentTokenCount",
            "cache_read_input_tokens",
            "prompt_tokens_details.cache_read_input_tokens");
    private static final List<String> REASONING = List.of(
            "completion_tokens_details.reasoning_tokens",
            "output_tokens_details.reasoning_tokens",
            "reasoning_tokens",
            "thoughtsTokenCount");

    private int input;
    private int output;
    private int cached;
    private int reasoning;

    /** A member is not a token count. */
    private static final class InvalidCount extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The counts of the reply so far; empty if this chunk adds none.
     *
     * @param choice its first choice; may be empty
     */
    Optional<TokenUsage> read(JsonObject chunk, JsonObject choice) {
        var usage = UsagePlace.find(chunk, choice);
        if (usage == null) {
            return Optional.empty();
        }
        try {
            return add(usage) ? Optional.of(soFar()) : Optional.empty();
        } catch (InvalidCount invalid) {
            return Optional.empty();
        }
    }

    private TokenUsage soFar() {
        return new TokenUsage(input, output, cached, reasoning, TokenUsage.Source.MEASURED);
    }

    private boolean add(JsonObject usage) throws InvalidCount {
        if (INPUT.stream().noneMatch(usage::containsKey) && OUTPUT.stream().noneMatch(usage::containsKey)) {
            return false;
        }
        long in = first(usage, INPUT);
        long out = first(usage, OUTPUT);
        var hit = first(usage, CACHED);
        var thought = first(usage, REASONING);
        var total = first(usage, TOTAL);
        if (total == 0) {
            in += beside(usage, in, hit);
            out += thought > out || usage.containsKey("thoughtsTokenCount") ? thought : 0;
        } else {
            var rest = total - in - out;
            if (rest < 0) {
                throw new InvalidCount();
            } else if (hit > in && rest == hit) {
                in += hit;
            } else if (rest > 0 && rest != hit) {
                out += rest; // some providers count reasoning only in the total
                thought = Math.max(thought, Math.toIntExact(rest));
            }
        }
        merge(in, out, hit, thought);
        return true;
    }

    /** Cached tokens that the input does not contain: Anthropic's form, and where they are more than the input. */
    private static long beside(JsonObject usage, long in, long hit) throws InvalidCount {
        var anthropic = usage.containsKey("input_tokens") && usage.containsKey("cache_read_input_tokens");
        var written = anthropic ? count(usage, "cache_creation_input_tokens") : 0;
        return anthropic || hit > in ? hit + (long) written : 0;
    }

    private void merge(long in, long out, int hit, int thought) throws InvalidCount {
        if (Math.max(in, out) > Integer.MAX_VALUE) {
            throw new InvalidCount();
        }
        input = in == 0 ? input : (int) in;
        output = out == 0 ? output : (int) out;
        cached = hit == 0 ? cached : hit;
        reasoning = thought == 0 ? reasoning : thought;
    }

    /** The first of these members that is not zero; 0 if there is none. */
    private static int first(JsonObject usage, List<String> names) throws InvalidCount {
        for (var name : names) {
            var dot = name.indexOf('.');
            var count = dot < 0
                    ? count(usage, name)
                    : count(Members.object(usage, name.substring(0, dot)), name.substring(dot + 1));
            if (count > 0) {
                return count;
            }
        }
        return 0;
    }

    /** 0 if absent or null, since protobuf-based providers omit zeros. */
    private static int count(JsonObject object, String member) throws InvalidCount {
        JsonValue value = object.get(member);
        if (Members.isNull(value)) {
            return 0;
        }
        try {
            var count = value instanceof JsonNumber number ? number.bigDecimalValue() : null;
            if (count != null && count.signum() >= 0 && count.precision() - count.scale() <= 10) {
                return count.intValueExact();
            }
        } catch (ArithmeticException invalid) {
            // reported below
        }
        throw new InvalidCount();
    }
}
