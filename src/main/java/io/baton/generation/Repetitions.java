package io.baton.generation;

import io.baton.answer.AnswerOutcome;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.GenerationJob;
import io.baton.answercache.AnswerCache;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.RedisAnswerLog;
import io.baton.ledger.Settlement;
import io.baton.model.FinishReason;
import io.baton.model.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Decides at the end of an answer whether it may be repeated for identical prompts. */
@ApplicationScoped
class Repetitions {
    @Inject
    AnswerCache cache;

    @Inject
    LogRegistry logs;

    @Inject
    RedisAnswerLog shared;

    /**
     * Call it when an answer has ended.
     *
     * @param attempts of the answer
     * @param stored   whether its end is stored
     */
    void ended(GenerationJob job, AnswerOutcome outcome, List<Settlement> attempts, boolean stored) {
        if (job.isOriginal()) {
            cache.generated();
            if (stored && isWhole(outcome, attempts) && isTextOnly(job)) {
                keep(job, job.answerId());
            } else {
                cache.forget(job.reuse().key(), job.answerId());
            }
        } else if (job.isRepetition()) {
            if (isWhole(outcome, attempts)) {
                cache.repeated(attempts.getFirst().saved());
                keep(job, job.reuse().original());
            } else if (attempts.getFirst().outcome() == Outcome.CUT) {
                cache.broken(job.reuse());
            }
        }
    }

    /** The text of a conversation is stored with it; that of other answers is only in the log. */
    private void keep(GenerationJob job, UUID original) {
        if (job.isStateless()) {
            shared.keep(original, cache.kept());
        }
    }

    /** Whether one model wrote the answer to its own end. */
    private static boolean isWhole(AnswerOutcome outcome, List<Settlement> attempts) {
        return attempts.size() == 1
                && outcome instanceof AnswerOutcome.Complete(var reason)
                && reason.equals(FinishReason.STOP.code());
    }

    /** Without tool calls, refusals and probabilities. */
    private boolean isTextOnly(GenerationJob job) {
        return logs.find(job.answerId()).stream()
                .flatMap(log -> log.all().stream())
                .map(Frame::event)
                .noneMatch(event -> event instanceof Event.Detail && !(event instanceof Event.Reasoning));
    }
}
