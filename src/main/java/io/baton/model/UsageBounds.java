package io.baton.model;

/**
 * Plausible bounds for the usage of an attempt. A provider's count outside of them is an error: it is ignored, and we
 * estimate that part.
 *
 * <p>Prompt: at least one token, at most four times our estimate plus 2,000 for what providers add. Output: at most the
 * requested maximum, or four times the estimate of what arrived if the provider ignores the maximum, plus 1,000; at
 * least an eighth of that estimate (one token if anything arrived), because reasoning may be hidden but text is not.
 *
 * @param maxInput  prompt tokens, like the others
 * @param minOutput 0 if nothing arrived
 */
public record UsageBounds(long maxInput, long minOutput, long maxOutput) {
    private static final int FACTOR = 4;
    private static final int AROUND_PROMPT = 2_000;
    private static final int MARGIN = 1_000;
    private static final int LONGEST_TOKEN = 8;

    /** @param output everything that arrived, including reasoning */
    public static UsageBounds of(Model model, Prompt request, String output) {
        var estimate = (long) TokenEstimate.of(output);
        return new UsageBounds(
                (long) FACTOR * request.estimatedTokens() + AROUND_PROMPT,
                Math.ceilDiv(estimate, LONGEST_TOKEN),
                Math.max(request.maxTokensFor(model), FACTOR * estimate) + MARGIN);
    }

    public boolean allow(TokenUsage counted) {
        return allowInput(counted) && allowOutput(counted);
    }

    private boolean allowInput(TokenUsage counted) {
        return counted.input() > 0 && counted.input() <= maxInput;
    }

    private boolean allowOutput(TokenUsage counted) {
        return counted.output() >= minOutput && counted.output() <= maxOutput;
    }

    /** What was counted, with the estimate in the place of a part that is implausible. */
    public TokenUsage complete(TokenUsage counted, TokenUsage estimate) {
        if (allow(counted)) {
            return counted;
        }
        var input = allowInput(counted) ? counted : estimate;
        var output = allowOutput(counted) ? counted : estimate;
        return new TokenUsage(
                input.input(), output.output(), input.cached(), output.reasoning(), TokenUsage.Source.ESTIMATED);
    }
}
