package io.baton.model;

import java.util.Optional;
import java.util.Set;

/**
 * One entry of the catalogue.
 *
 * @param id            the name that clients use, such as {@code qwen2.5}
 * @param provider      the {@link Provider} that serves it
 * @param upstreamId    the provider's name for it
 * @param maxTokens     the maximum number of output tokens; a question may have four characters for each
 * @param contextWindow tokens of prompt and answer together
 * @param temperature   the default, 0 to 2
 * @param continuation  how it continues an answer of another model
 * @param price         the current price; null if unknown
 * @param form          in what its requests differ
 * @param abilities     what it can do beside text
 */
public record Model(
        String id,
        String provider,
        String upstreamId,
        int maxTokens,
        int contextWindow,
        double temperature,
        Continuation continuation,
        Price price,
        RequestForm form,
        Set<Ability> abilities) {
    /** The provider of a {@link #repeated} model: no provider is asked. */
    public static final String REPEATED = "cache";

    public Model {
        abilities = Set.copyOf(abilities);
    }

    /** A model with requests in the usual form and the usual abilities. */
    public Model(
            String id,
            String provider,
            String upstreamId,
            int maxTokens,
            int contextWindow,
            double temperature,
            Continuation continuation,
            Price price) {
        this(
                id,
                provider,
                upstreamId,
                maxTokens,
                contextWindow,
                temperature,
                continuation,
                price,
                RequestForm.USUAL,
                Ability.DEFAULT);
    }

    /** The cost of this many tokens; zero if the price is unknown. */
    public Money maxCost(int promptTokens, int maxTokens) {
        return costOf(TokenUsage.estimated(promptTokens, maxTokens)).orElse(Money.ZERO);
    }

    /** The cost of an attempt; empty if it was billed at an unknown price. Unbilled attempts cost nothing. */
    public Optional<Money> costOf(TokenUsage usage) {
        if (usage.source() == TokenUsage.Source.VOID) {
            return Optional.of(Money.ZERO);
        }
        return Optional.ofNullable(price).map(known -> known.of(usage));
    }

    public Model withPrice(Price other) {
        return new Model(
                id, provider, upstreamId, maxTokens, contextWindow, temperature, continuation, other, form, abilities);
    }

    /** The same model where its answers are repeated, not asked for. */
    public Model repeated() {
        return new Model(
                id, REPEATED, upstreamId, maxTokens, contextWindow, temperature, continuation, null, form, abilities);
    }

    /** Whether answers of it are repeated, not asked for. */
    public boolean isRepeated() {
        return provider.equals(REPEATED);
    }

    /** The maximum length of a question, in UTF-16 characters. */
    public int maxQuestionLength() {
        return 4 * maxTokens;
    }
}
