package io.baton.generation;

import io.baton.answer.ChatConfig;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.GenerationJob;
import io.baton.answerlog.FrameSource;
import io.baton.answerlog.LogReplicator;
import io.baton.answerlog.LogWriter;
import io.baton.ledger.Settlement;
import io.baton.model.Model;
import io.baton.routing.Failover;
import io.baton.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Creates the {@link Generation} of an answer, with its log, its attempts, its failover and its limit. */
@ApplicationScoped
class GenerationFactory {
    @Inject
    Router router;

    @Inject
    AttemptStore attemptStore;

    @Inject
    LogReplicator replicator;

    @Inject
    FrameSource frames;

    @Inject
    AnswerFinalizer finalizer;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    AnswerMetrics metrics;

    @Inject
    Clock clock;

    /** Of a new answer. Writes its {@code start} frame. */
    Generation start(GenerationJob job) {
        var recovered = RecoveredAnswer.of(List.of(), job.first().model().id());
        var writer = open(job, List.of());
        writer.write(new Event.Start(recovered.speaker(), job.messageId(), job.reason()));
        var observation = observation(job, job.startedAt());
        var cancellation = new Cancellation();
        var recorder = job.isRepetition()
                ? AttemptRecorder.repeating(attemptStore, job, cancellation, clock, observation)
                : AttemptRecorder.started(attemptStore, job, cancellation, clock, observation);
        var failover = job.isRepetition()
                ? repeat(job, recorder)
                : Failover.start(router, job.first(), job.firstAttempt(), job.prompt(), recorder);
        return new Generation(
                job,
                recorder,
                failover,
                cancellation,
                writer,
                finalizer,
                recovered,
                limit(job),
                observation,
                metrics::switched);
    }

    private Failover repeat(GenerationJob job, AttemptRecorder recorder) {
        var model = job.first().model();
        var stream = new RepetitionStream(frames, job.reuse().original(), model.id());
        return Failover.repeat(router, model, job.firstAttempt(), stream, job.prompt(), recorder);
    }

    /**
     * Of an answer that was taken over.
     *
     * @param last    the model that was asked last
     * @param settled all attempts so far
     */
    Generation resume(GenerationJob job, RecoveredAnswer recovered, Model last, List<Settlement> settled) {
        var writer = open(job, recovered.frames());
        if (recovered.frames().isEmpty()) {
            writer.write(new Event.Start(recovered.speaker(), job.messageId(), null));
        }
        var observation = observation(job, null);
        var cancellation = new Cancellation();
        var recorder = AttemptRecorder.resumed(attemptStore, job, settled, cancellation, clock, observation);
        var prompt = job.prompt().continuing(recovered.answerText().text());
        var failover = Failover.resume(router, last, prompt, recorder);
        return new Generation(
                job,
                recorder,
                failover,
                cancellation,
                writer,
                finalizer,
                recovered,
                limit(job),
                observation,
                metrics::switched);
    }

    private AnswerObservation observation(GenerationJob job, Instant askedAt) {
        job.trace().identify(job.answerId(), job.conversationId(), job.epoch());
        return new AnswerObservation(metrics, job.trace(), askedAt);
    }

    private LogWriter open(GenerationJob job, List<Frame> known) {
        return replicator.open(job.answerId(), job.epoch(), known);
    }

    private OutputLimit limit(GenerationJob job) {
        var elapsed = Duration.between(job.startedAt(), clock.instant());
        return new OutputLimit(config, elapsed.isNegative() ? Duration.ZERO : elapsed, System::nanoTime);
    }
}
