package io.baton.chat;

import io.baton.model.Attempts;
import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.TokenUsage;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.usage.Holds;
import io.baton.usage.Ledger;
import io.baton.usage.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The attempts of one answer: each opened in the ledger before its request leaves, all settled together in tx2. */
final class Journal implements Attempts {
    private final Ledger ledger;
    private final Holds holds;
    private final Prompt prompt;
    private final Ledger.Account account;
    private final Clock clock;
    private final Map<UUID, Sent> open = new LinkedHashMap<>();
    private final List<Settlement> ended = new ArrayList<>();
    private Money held;

    /** A request, and the tokens in it by estimate, for where a provider does not count. */
    private record Sent(Model model, int promptTokens) {}

    /** @param promptTokens estimated, of the first request */
    Journal(Ledger ledger, Holds holds, Assignment assignment, Clock clock, int promptTokens) {
        this.ledger = ledger;
        this.holds = holds;
        this.prompt = assignment.prompt();
        this.held = assignment.first().model().mostOf(prompt);
        this.account = assignment.account();
        this.clock = clock;
        open.put(assignment.firstAttempt(), new Sent(assignment.first().model(), promptTokens));
    }

    @Override
    public Optional<UUID> begin(Model model, int promptTokens) {
        if (!canAfford(model, promptTokens)) {
            return Optional.empty();
        }
        var attempt = Ids.next();
        ledger.open(attempt, account, ended.size() + open.size() + 1, model, promptTokens);
        open.put(attempt, new Sent(model, promptTokens));
        return Optional.of(attempt);
    }

    /** What the answer has cost so far and the most that this model may add must be held before it is asked. */
    private boolean canAfford(Model model, int promptTokens) {
        var needed = known(ended).plus(model.mostOf(promptTokens, prompt.maxTokensFor(model)));
        if (needed.compareTo(held) <= 0) {
            return true;
        }
        try {
            holds.raise(account.answer(), needed);
            held = needed;
            return true;
        } catch (Problem usedUp) {
            return false;
        }
    }

    @Override
    public void end(
            UUID attempt,
            Outcome outcome,
            Optional<TokenUsage> usage,
            boolean billed,
            Duration firstOutput,
            String detail) {
        var sent = open.remove(attempt);
        var startedAt = Ids.madeAt(attempt);
        ended.add(new Settlement(
                attempt,
                startedAt,
                sent.model(),
                outcome,
                usage.orElse(billed ? TokenUsage.estimated(sent.promptTokens(), 0) : TokenUsage.NONE),
                detail,
                firstOutput,
                Duration.between(startedAt, clock.instant()),
                false,
                null));
    }

    /** An estimate for an attempt that has spoken and was not counted. */
    TokenUsage estimate(UUID attempt, int outputTokens) {
        return TokenUsage.estimated(open.get(attempt).promptTokens(), outputTokens);
    }

    /** All attempts, the last of them as the one that ended the answer. What is open still was lost by a bug of ours. */
    List<Settlement> settle(Duration answerTime) {
        List.copyOf(open.keySet())
                .forEach(attempt -> end(attempt, Outcome.LOST, Optional.empty(), true, null, "not ended"));
        var all = new ArrayList<>(ended);
        all.addLast(all.removeLast().ending(answerTime));
        return all;
    }

    /** Null: the price of one of them is not known. */
    static Money cost(List<Settlement> attempts) {
        return attempts.stream().allMatch(attempt -> attempt.cost().isPresent()) ? known(attempts) : null;
    }

    private static Money known(List<Settlement> attempts) {
        return attempts.stream().flatMap(attempt -> attempt.cost().stream()).reduce(Money.ZERO, Money::plus);
    }

    /** The tokens of all attempts together; measured only if each of them was. */
    static TokenUsage usage(List<Settlement> attempts) {
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
