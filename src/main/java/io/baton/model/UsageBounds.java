package io.baton.model;

/**
 * What an attempt can have used at most and at least. A provider's count beyond that is a mistake of the provider: it is not
 * taken, and we count ourselves.
 *
 * <p>The prompt has at least one token, and at most four times our estimate and 2,000 more, for what providers put around it.
 * The output has at most what was asked for, or four times the estimate of what came from a provider that does not obey, and
 * 1,000 more; and, since reasoning may be hidden but words are not, at least an eighth of that estimate: one token where
 * anything came.
 *
 * @param mostInput   prompt tokens, as all others
 * @param leastOutput 0: nothing came
 */
public record UsageBounds(long mostInput, long leastOutput, long mostOutput) {
    private static final int FACTOR = 4;
    private static final int AROUND_PROMPT = 2_000;
    private static final int MARGIN = 1_000;
    private static final int LONGEST_TOKEN = 8;

    /** @param said all that came, reasoning included */
    public static UsageBounds of(Model model, Prompt request, String said) {
        var heard = (long) TokenEstimate.of(said);
        return new UsageBounds(
                (long) FACTOR * request.estimatedTokens() + AROUND_PROMPT,
                Math.ceilDiv(heard, LONGEST_TOKEN),
                Math.max(request.maxTokensFor(model), FACTOR * heard) + MARGIN);
    }

    public boolean allow(TokenUsage counted) {
        return counted.input() > 0
                && counted.input() <= mostInput
                && counted.output() >= leastOutput
                && counted.output() <= mostOutput;
    }
}
