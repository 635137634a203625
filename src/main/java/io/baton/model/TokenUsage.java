package io.baton.model;

/**
 * Tokens of one attempt.
 *
 * @param input     prompt tokens, cached ones included
 * @param output    tokens produced, reasoning included
 * @param cached    the part of {@code input} that the provider served from its cache
 * @param reasoning the part of {@code output} that was reasoning
 * @param source    where the numbers come from
 */
public record TokenUsage(int input, int output, int cached, int reasoning, Source source) {
    /** Where the numbers come from: reported by the provider, estimated by us, or not billed. */
    public enum Source {
        MEASURED,
        ESTIMATED,
        VOID
    }

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, Source.VOID);

    public TokenUsage {
        if (input < 0 || output < 0) {
            throw new IllegalArgumentException("negative tokens: " + input + ", " + output);
        }
        cached = Math.clamp(cached, 0, input);
        reasoning = Math.clamp(reasoning, 0, output);
    }

    public static TokenUsage estimated(int input, int output) {
        return new TokenUsage(input, output, 0, 0, Source.ESTIMATED);
    }

    public int total() {
        return Math.addExact(input, output);
    }
}
