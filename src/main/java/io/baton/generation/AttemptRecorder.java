package io.baton.generation;

import io.baton.answer.GenerationJob;
import io.baton.answer.OpenedAttempt;
import io.baton.ledger.Settlement;
import io.baton.ledger.TokenCounter;
import io.baton.model.Attempts;
import io.baton.model.Charge;
import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.TokenEstimate;
import io.baton.model.TokenUsage;
import io.baton.model.UsageBounds;
import io.baton.platform.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;

/** The attempts of one answer: each opened in the ledger before its request leaves, all settled together in tx2. */
final class AttemptRecorder implements Attempts {
    private static final Logger LOG = Logger.getLogger(AttemptRecorder.class.getName());
    private final AttemptStore attemptStore;
    private final Cancellation cancellation;
    private final TokenCounter counter;
    private final GenerationJob job;
    private final Clock clock;
    private final Map<UUID, Sent> open = new LinkedHashMap<>();
    private final List<Settlement> ended = new ArrayList<>();
    private final Map<UUID, Uncounted> uncounted = new HashMap<>();
    private final List<OpenedAttempt> onlyInLog = new ArrayList<>();
    private Money held;

    /** What is to be counted at the end. */
    private record Uncounted(Sent sent, String said) {}

    /** A request, for where a provider does not count. */
    private record Sent(Model model, Prompt request) {}

    private AttemptRecorder(
            AttemptStore attemptStore,
            TokenCounter counter,
            GenerationJob job,
            Cancellation cancellation,
            Clock clock) {
        this.attemptStore = attemptStore;
        this.counter = counter;
        this.job = job;
        this.held = job.held().amount();
        this.cancellation = cancellation;
        this.clock = clock;
    }

    /** Of a new answer, whose first request is in the books already. */
    static AttemptRecorder begun(
            AttemptStore attemptStore,
            TokenCounter counter,
            GenerationJob job,
            Cancellation cancellation,
            Clock clock) {
        var first = job.first().model();
        var recorder = new AttemptRecorder(attemptStore, counter, job, cancellation, clock);
        recorder.open.put(job.firstAttempt(), new Sent(first, job.prompt().trimmedFor(first)));
        return recorder;
    }

    /** Of an answer that was taken over, with all attempts that it has had. */
    static AttemptRecorder resumed(
            AttemptStore attemptStore,
            TokenCounter counter,
            GenerationJob job,
            List<Settlement> before,
            Cancellation cancellation,
            Clock clock) {
        var recorder = new AttemptRecorder(attemptStore, counter, job, cancellation, clock);
        recorder.ended.addAll(before);
        return recorder;
    }

    /** What the answer has cost so far and the most that this model may add must be held before it is asked. */
    @Override
    public Optional<UUID> begin(Model model, Prompt request) throws InterruptedException {
        var promptTokens = request.estimatedTokens();
        var needed = Settlement.knownCost(ended)
                .plus(model.maxCost(promptTokens, job.prompt().maxTokensFor(model)));
        var more = needed.compareTo(held) > 0 ? needed : null;
        var next = new OpenedAttempt(Ids.next(), ended.size() + open.size() + 1, model, promptTokens);
        switch (attemptStore.record(job, entry(next, more), cancellation)) {
            case DATABASE -> {
                onlyInLog.clear();
                held = more == null ? held : more;
            }
            case LOG -> onlyInLog.add(next);
            case NOWHERE -> {
                return Optional.empty();
            }
        }
        open.put(next.attempt(), new Sent(model, request));
        return Optional.of(next.attempt());
    }

    private AttemptStore.Entry entry(OpenedAttempt next, Money needed) {
        var settled = ended.stream()
                .filter(each -> !uncounted.containsKey(each.attempt()))
                .toList();
        var opened = new ArrayList<>(onlyInLog);
        opened.add(next);
        return new AttemptStore.Entry(List.copyOf(opened), settled, needed);
    }

    /** Requests that are in no books yet. */
    List<OpenedAttempt> onlyInLog() {
        return List.copyOf(onlyInLog);
    }

    @Override
    public void end(UUID attempt, Outcome outcome, Charge charge, Duration firstOutput, String detail) {
        var sent = open.remove(attempt);
        tell(attempt, sent.model(), outcome, detail);
        var startedAt = Ids.madeAt(attempt);
        ended.add(new Settlement(
                attempt,
                startedAt,
                sent.model(),
                outcome,
                usage(attempt, sent, charge),
                detail,
                firstOutput,
                Duration.between(startedAt, clock.instant()),
                false,
                null));
    }

    /** What follows from a charge for the books, whatever the attempt came to. */
    private TokenUsage usage(UUID attempt, Sent sent, Charge charge) {
        return switch (charge) {
            case Charge.NotSent() -> TokenUsage.NONE;
            case Charge.Rejected(var counted) ->
                counted.filter(usage -> isPlausible(attempt, sent, usage, "")).orElse(TokenUsage.NONE);
            case Charge.Due(var counted, var said) ->
                counted.filter(usage -> isPlausible(attempt, sent, usage, said))
                        .orElseGet(() -> guessed(attempt, sent, said));
        };
    }

    private static boolean isPlausible(UUID attempt, Sent sent, TokenUsage counted, String said) {
        var plausible = UsageBounds.of(sent.model(), sent.request(), said).allow(counted);
        if (!plausible) {
            LOG.warning(() ->
                    "attempt " + attempt + " of " + sent.model().id() + " can't have used what its provider says: "
                            + counted.input() + " tokens of prompt and " + counted.output() + " of output");
        }
        return plausible;
    }

    /** A guess for now; at settlement it is counted. */
    private TokenUsage guessed(UUID attempt, Sent sent, String said) {
        uncounted.put(attempt, new Uncounted(sent, said));
        return TokenUsage.estimated(sent.request().estimatedTokens(), TokenEstimate.of(said));
    }

    private static void tell(UUID attempt, Model model, Outcome outcome, String detail) {
        if (outcome != Outcome.COMPLETE && outcome != Outcome.STOPPED) {
            LOG.warning(() -> "attempt " + attempt + " of " + model.id() + ": " + outcome.code() + ", " + detail);
        }
    }

    private Settlement counted(Settlement guessed) {
        var open = uncounted.get(guessed.attempt());
        return open == null
                ? guessed
                : guessed.using(counter.count(guessed.model(), open.sent().request(), open.said()));
    }

    /** All attempts, the last of them as the one that ended the answer. What is open still was lost by a bug of ours. */
    List<Settlement> settle(Duration answerTime) {
        List.copyOf(open.keySet()).forEach(attempt -> end(attempt, Outcome.LOST, Charge.unknown(), null, "not ended"));
        var all = new ArrayList<>(ended.stream().map(this::counted).toList());
        if (!all.isEmpty()) {
            all.addLast(all.removeLast().ending(answerTime));
        }
        return all;
    }
}
