package io.baton.generation;

import io.baton.ledger.Settlement;
import io.baton.model.Model;
import io.baton.model.StreamStart;
import io.baton.routing.FailoverStep;
import io.baton.telemetry.AnswerTrace;
import io.baton.telemetry.AttemptTrace;
import io.baton.telemetry.ModelMeters;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Metrics and traces of one answer and its attempts. For one thread. */
final class AnswerObservation implements AttemptListener {
    private final AnswerMetrics metrics;
    private final AnswerTrace trace;
    private final Instant askedAt;
    private final Map<UUID, AttemptTrace> open = new HashMap<>();
    private AttemptTrace last = AttemptTrace.NONE;
    private boolean hasOutput;

    /** @param askedAt when the answer was asked for; null: it was taken over, and may have output already */
    AnswerObservation(AnswerMetrics metrics, AnswerTrace trace, Instant askedAt) {
        this.metrics = metrics;
        this.trace = trace;
        this.askedAt = askedAt;
        this.hasOutput = askedAt == null;
    }

    @Override
    public void began(UUID attempt, Model model, Instant at) {
        last = trace.attempt(attempt, model, at);
        open.put(attempt, last);
    }

    @Override
    public void ended(Settlement attempt) {
        metrics.ended(attempt);
        open.getOrDefault(attempt.attempt(), AttemptTrace.NONE)
                .end(attempt.outcome(), attempt.usage(), attempt.finishReason());
        open.remove(attempt.attempt());
    }

    /** Sends the request of the attempt that began last. */
    StreamStart send(Supplier<StreamStart> request) {
        return last.send(request);
    }

    /** A model has begun to answer. Gives the meters for what follows. */
    ModelMeters answers(FailoverStep.Streaming streaming) {
        var isRepetition = streaming.firstOutput() == null;
        var meters = metrics.of(isRepetition ? streaming.model().repeated() : streaming.model());
        if (!isRepetition) {
            meters.firstChunk(streaming.firstOutput());
            open.getOrDefault(streaming.attempt(), AttemptTrace.NONE).firstChunk(streaming.firstOutput());
        }
        if (!hasOutput) {
            metrics.firstOutput(askedAt);
            hasOutput = true;
        }
        return meters;
    }
}
