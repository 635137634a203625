package io.baton.ledger;

import io.baton.model.CleanText;
import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How one attempt ended, and its cost.
 *
 * @param attempt     its id
 * @param startedAt   when its request left
 * @param model       the model that was asked
 * @param outcome     how it ended
 * @param usage       its tokens; void: nothing is billed
 * @param detail      the error; null: none
 * @param finishReason the provider's own word; null: it gave none
 * @param firstOutput time to the first output; null: there was none
 * @param total       time to its end
 * @param endedAnswer whether the answer ended with this attempt
 * @param answerTime  time of the whole answer; null unless {@code endedAnswer}
 * @param saved       what the answer that it repeats had cost; null: it repeats none, or that is not known
 */
public record Settlement(
        UUID attempt,
        Instant startedAt,
        Model model,
        Outcome outcome,
        TokenUsage usage,
        String detail,
        String finishReason,
        Duration firstOutput,
        Duration total,
        boolean endedAnswer,
        Duration answerTime,
        Money saved) {
    private static final int LONGEST_DETAIL = 200;

    public Settlement {
        detail = detail == null ? null : CleanText.of(detail, LONGEST_DETAIL);
    }

    /** Without a finish reason of the provider; it repeats no answer. */
    public Settlement(
            UUID attempt,
            Instant startedAt,
            Model model,
            Outcome outcome,
            TokenUsage usage,
            String detail,
            Duration firstOutput,
            Duration total,
            boolean endedAnswer,
            Duration answerTime) {
        this(
                attempt,
                startedAt,
                model,
                outcome,
                usage,
                detail,
                null,
                firstOutput,
                total,
                endedAnswer,
                answerTime,
                null);
    }

    /** Empty: the price is unknown. */
    public Optional<Money> cost() {
        return model.costOf(usage);
    }

    /** A copy with other token counts. */
    public Settlement withUsage(TokenUsage counted) {
        return new Settlement(
                attempt,
                startedAt,
                model,
                outcome,
                counted,
                detail,
                finishReason,
                firstOutput,
                total,
                endedAnswer,
                answerTime,
                saved);
    }

    /** A copy as the attempt that ended the answer. */
    public Settlement endingAnswer(Duration wholeAnswer) {
        return new Settlement(
                attempt,
                startedAt,
                model,
                outcome,
                usage,
                detail,
                finishReason,
                firstOutput,
                total,
                true,
                wholeAnswer,
                saved);
    }

    /** The cost of all attempts; null: the price of one of them is unknown. */
    public static Money totalCost(List<Settlement> attempts) {
        return attempts.stream().allMatch(attempt -> attempt.cost().isPresent()) ? knownCost(attempts) : null;
    }

    /** The cost of the attempts whose price is known. */
    public static Money knownCost(List<Settlement> attempts) {
        return attempts.stream().flatMap(attempt -> attempt.cost().stream()).reduce(Money.ZERO, Money::plus);
    }

    /** The tokens of all billed attempts together; measured only if each of them is. */
    public static TokenUsage totalUsage(List<Settlement> attempts) {
        var billed = attempts.stream()
                .map(Settlement::usage)
                .filter(usage -> usage.source() != TokenUsage.Source.VOID)
                .toList();
        var measured = billed.stream().allMatch(usage -> usage.source() == TokenUsage.Source.MEASURED);
        return new TokenUsage(
                billed.stream().mapToInt(TokenUsage::input).sum(),
                billed.stream().mapToInt(TokenUsage::output).sum(),
                billed.stream().mapToInt(TokenUsage::cached).sum(),
                billed.stream().mapToInt(TokenUsage::reasoning).sum(),
                measured ? TokenUsage.Source.MEASURED : TokenUsage.Source.ESTIMATED);
    }
}
