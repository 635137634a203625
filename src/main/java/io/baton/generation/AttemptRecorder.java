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
import io.baton.platform.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;

/** The attempts of one answer. Each is recorded in the ledger before its request is sent; all are settled in tx2. For one thread. */
final class AttemptRecorder implements Attempts {
    private static final Logger LOG = Logger.getLogger(AttemptRecorder.class.getName());
    private final AttemptStore attemptStore;
    private final Cancellation cancellation;
    private final GenerationJob job;
    private final Clock clock;
    private final AttemptListener listener;
    private final Map<UUID, AttemptUsage.Request> open = new LinkedHashMap<>();
    private final List<Settlement> ended = new ArrayList<>();
    private final AttemptUsage usage = new AttemptUsage();
    private final List<OpenedAttempt> unrecorded = new ArrayList<>();
    private Money held;

    private AttemptRecorder(
            AttemptStore attemptStore,
            GenerationJob job,
            Cancellation cancellation,
            Clock clock,
            AttemptListener listener) {
        this.attemptStore = attemptStore;
        this.job = job;
        this.held = job.held().amount();
        this.cancellation = cancellation;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Of a new answer; its first request is recorded already.
     *
     * @param listener is told about each attempt
     */
    static AttemptRecorder started(
            AttemptStore attemptStore,
            GenerationJob job,
            Cancellation cancellation,
            Clock clock,
            AttemptListener listener) {
        var first = job.first().model();
        var recorder = new AttemptRecorder(attemptStore, job, cancellation, clock, listener);
        recorder.open.put(
                job.firstAttempt(), new AttemptUsage.Request(first, job.prompt().trimmedFor(first)));
        listener.began(job.firstAttempt(), first, clock.instant());
        return recorder;
    }

    /** Of a new answer that repeats another one. The row of its first attempt, which costs nothing, is stored with the next. */
    static AttemptRecorder repeating(
            AttemptStore attemptStore,
            GenerationJob job,
            Cancellation cancellation,
            Clock clock,
            AttemptListener listener) {
        var first = job.first().model().repeated();
        var recorder = new AttemptRecorder(attemptStore, job, cancellation, clock, listener);
        recorder.open.put(job.firstAttempt(), new AttemptUsage.Request(first, job.prompt()));
        recorder.unrecorded.add(new OpenedAttempt(job.firstAttempt(), 1, first, 0));
        return recorder;
    }

    /** Of an answer that was taken over. {@code settled}: all its attempts so far; {@code listener}: as above. */
    static AttemptRecorder resumed(
            AttemptStore attemptStore,
            GenerationJob job,
            List<Settlement> settled,
            Cancellation cancellation,
            Clock clock,
            AttemptListener listener) {
        var recorder = new AttemptRecorder(attemptStore, job, cancellation, clock, listener);
        recorder.ended.addAll(settled);
        return recorder;
    }

    /** First raises the hold to the cost so far plus the most that this model may cost. */
    @Override
    public Optional<UUID> begin(Model model, Prompt request) throws InterruptedException {
        var promptTokens = request.estimatedTokens();
        var needed = Settlement.knownCost(ended)
                .plus(model.maxCost(promptTokens, job.prompt().maxTokensFor(model)));
        var more = needed.compareTo(held) > 0 ? needed : null;
        var next = new OpenedAttempt(Ids.next(), ended.size() + open.size() + 1, model, promptTokens);
        switch (attemptStore.record(job, entry(next, more), cancellation)) {
            case DATABASE -> {
                unrecorded.clear();
                held = more == null ? held : more;
            }
            case REDIS -> unrecorded.add(next);
            case NOWHERE -> {
                return Optional.empty();
            }
        }
        open.put(next.attempt(), new AttemptUsage.Request(model, request));
        listener.began(next.attempt(), model, clock.instant());
        return Optional.of(next.attempt());
    }

    private AttemptStore.Entry entry(OpenedAttempt next, Money needed) {
        var settled = ended.stream()
                .filter(each -> !usage.isEstimated(each.attempt()))
                .toList();
        var opened = new ArrayList<>(unrecorded);
        opened.add(next);
        return new AttemptStore.Entry(List.copyOf(opened), settled, needed);
    }

    /** Attempts that have no row in the ledger yet. */
    List<OpenedAttempt> unrecorded() {
        return List.copyOf(unrecorded);
    }

    @Override
    public void end(
            UUID attempt, Outcome outcome, Charge charge, Duration firstOutput, String finishReason, String detail) {
        var sent = open.remove(attempt);
        log(attempt, sent.model(), outcome, detail);
        var startedAt = Ids.madeAt(attempt);
        var settlement = new Settlement(
                attempt,
                startedAt,
                sent.model(),
                outcome,
                usage.of(attempt, sent, charge),
                detail,
                finishReason,
                firstOutput,
                Duration.between(startedAt, clock.instant()),
                false,
                null,
                charge instanceof Charge.Saved(var saved) ? saved : null);
        ended.add(settlement);
        listener.ended(settlement);
    }

    private static void log(UUID attempt, Model model, Outcome outcome, String detail) {
        if (outcome != Outcome.COMPLETE && outcome != Outcome.STOPPED) {
            LOG.warning(() -> "attempt " + attempt + " of " + model.id() + ": " + outcome.code() + ", " + detail);
        }
    }

    /** All attempts; the last one ended the answer. An attempt that is still open was lost by a bug. */
    List<Settlement> settle(Duration answerTime, TokenCounter counter) {
        List.copyOf(open.keySet())
                .forEach(attempt -> end(attempt, Outcome.LOST, Charge.unknown(), null, null, "not ended"));
        var all = new ArrayList<>(
                ended.stream().map(each -> usage.counted(each, counter)).toList());
        if (!all.isEmpty()) {
            all.addLast(all.removeLast().endingAnswer(answerTime));
        }
        return all;
    }
}
