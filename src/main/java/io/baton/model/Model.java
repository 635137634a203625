package io.baton.model;

import java.util.Optional;

/**
 * One entry of the catalogue.
 *
 * @param id            the name that clients use, such as {@code qwen2.5}
 * @param provider      who serves it: the {@link Provider#name()} of its bean
 * @param upstreamId    the name that the provider knows it by
 * @param maxTokens     the most output tokens it may be asked for; a question may have four characters for each
 * @param contextWindow tokens of prompt and answer together
 * @param temperature   used where the caller names none, 0 to 2
 * @param continuation  how it goes on with what another has begun
 * @param price         what its tokens cost now; null: nobody knows
 */
public record Model(
        String id,
        String provider,
        String upstreamId,
        int maxTokens,
        int contextWindow,
        double temperature,
        Continuation continuation,
        Price price) {
    /** The same for so many tokens. */
    public Money mostOf(int promptTokens, int maxTokens) {
        return costOf(TokenUsage.estimated(promptTokens, maxTokens)).orElse(Money.ZERO);
    }

    /** What an attempt costs; empty: it was billed and the price is not known. What was not billed costs nothing. */
    public Optional<Money> costOf(TokenUsage usage) {
        if (usage.source() == TokenUsage.Source.VOID) {
            return Optional.of(Money.ZERO);
        }
        return Optional.ofNullable(price).map(known -> known.of(usage));
    }

    /** The same model at another price. */
    Model at(Price other) {
        return new Model(id, provider, upstreamId, maxTokens, contextWindow, temperature, continuation, other);
    }

    /** The longest question it takes, in UTF-16 characters. */
    public int maxQuestionLength() {
        return 4 * maxTokens;
    }
}
