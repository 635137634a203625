package io.baton.generation;

import io.baton.answer.AnswerOutcome;
import io.baton.answer.AnswerText;
import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.GenerationJob;
import io.baton.answer.OwnedAttempts;
import io.baton.answerlog.LogWriter;
import io.baton.model.Charge;
import io.baton.model.FinishReason;
import io.baton.model.Outcome;
import io.baton.model.StreamStart;
import io.baton.platform.DatabaseFailure;
import io.baton.routing.Failover;
import io.baton.routing.FailoverStep;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Generates one answer on a thread of its own: asks models in failover order, writes their output into the log, and ends the
 * answer with exactly one terminal frame after tx2.
 */
final class Generation implements Runnable {
    private static final Logger LOG = Logger.getLogger(Generation.class.getName());
    private final GenerationJob job;
    private final AttemptRecorder recorder;
    private final Failover failover;
    private final AnswerFinalizer finalizer;
    private final LogWriter writer;
    private final Cancellation cancellation;
    private final AnswerText answerText;
    private final FrameEmitter emitter;
    private final OutputLimit limit;
    private final AnswerObservation observation;
    private volatile StreamConsumer consumer;
    private volatile boolean handedOver;

    /** @param recovered what is in the log already */
    Generation(
            GenerationJob job,
            AttemptRecorder recorder,
            Failover failover,
            Cancellation cancellation,
            LogWriter writer,
            AnswerFinalizer finalizer,
            RecoveredAnswer recovered,
            OutputLimit limit,
            AnswerObservation observation,
            Consumer<Outcome> onSwitch) {
        this.job = job;
        this.recorder = recorder;
        this.failover = failover;
        this.cancellation = cancellation;
        this.writer = writer;
        this.finalizer = finalizer;
        this.answerText = recovered.answerText();
        this.limit = limit;
        this.observation = observation;
        this.emitter = new FrameEmitter(answerText, writer, job.isStateless(), onSwitch, recovered.speaker());
        limit.addEarlierText(answerText.length());
        writer.onFenced(this::stop);
    }

    /** Whether the answer was taken over from another node. */
    boolean isResumed() {
        return job.first() == null;
    }

    /** By which it was asked; null: by none. */
    UUID apiKey() {
        return job.apiKey();
    }

    /** Cancels the attempt and ends the answer as stopped. Returns at once; repeats do nothing. */
    void stop() {
        cancellation.cancel();
    }

    /** Cancels an attempt that is too slow, so that another model continues, or that is too long. Returns at once. */
    void cancelOverdueAttempt() {
        cancellation.interruptIf(() -> {
            var current = consumer;
            return current != null && current.isOverdue();
        });
    }

    /**
     * Cancels the attempt and leaves the answer to another node. A stateless answer is stopped, because its only reader is
     * connected to this node. Returns at once.
     */
    void handOver() {
        handedOver = !job.isStateless();
        cancellation.cancel();
    }

    @Override
    public void run() {
        var outcome = generateSafely();
        if (handedOver && outcome instanceof AnswerOutcome.Stopped) {
            job.trace().end("handed_over", AnswerOutcome.STOPPED, false);
            return;
        }
        try {
            emitter.flush();
            finalizer.close(job, outcome, failover.model().id(), answerText, recorder, writer);
        } catch (RuntimeException bug) {
            DatabaseFailure.log(LOG, Level.SEVERE, "answer " + job.answerId() + " could not be closed", bug);
            writer.write(new Event.Failed(ErrorCode.UNKNOWN_ERROR));
        } finally {
            job.trace().close();
        }
    }

    private AnswerOutcome generateSafely() {
        try {
            return generate();
        } catch (OwnedAttempts.NotOurs lost) {
            LOG.info(lost.getMessage());
            return new AnswerOutcome.Failed(ErrorCode.LOG_LOST);
        } catch (RuntimeException bug) {
            DatabaseFailure.log(LOG, Level.SEVERE, "answer " + job.answerId(), bug);
            return new AnswerOutcome.Failed(ErrorCode.UNKNOWN_ERROR);
        } finally {
            failover.close();
        }
    }

    private AnswerOutcome generate() {
        while (true) {
            switch (failover.next(this::callProvider)) {
                case FailoverStep.Streaming streaming -> {
                    var outcome = consume(streaming);
                    if (outcome.isPresent()) {
                        return outcome.get();
                    }
                }
                case FailoverStep.Exhausted(var last) -> {
                    return new AnswerOutcome.Failed(code(last));
                }
                case FailoverStep.NothingToAdd() -> {
                    return new AnswerOutcome.Complete(FinishReason.STOP.code());
                }
                case FailoverStep.Stopped() -> {
                    return new AnswerOutcome.Stopped();
                }
            }
        }
    }

    /** A request that was refused is the client's mistake only if the client wrote the prompt. */
    private ErrorCode code(Outcome last) {
        return switch (last) {
            case CONTENT_FILTER -> ErrorCode.CONTENT_REFUSED;
            case CONTEXT_TOO_LONG -> ErrorCode.CONTEXT_TOO_LONG;
            case REFUSED -> job.isStateless() ? ErrorCode.BAD_REQUEST : ErrorCode.ALL_MODELS_FAILED;
            case null -> ErrorCode.ALL_MODELS_FAILED;
            default -> ErrorCode.ALL_MODELS_FAILED;
        };
    }

    private StreamStart callProvider(Supplier<StreamStart> call) {
        try {
            return cancellation.run(() -> observation.send(call));
        } catch (InterruptedException stopped) {
            return new StreamStart.Unavailable(Outcome.STOPPED, new Charge.NotSent(), "stopped before it was asked");
        }
    }

    /** Consumes a model's stream to its end. Empty: another model has to continue. */
    private Optional<AnswerOutcome> consume(FailoverStep.Streaming streaming) {
        limit.startModel(streaming.model(), job.prompt());
        var meters = observation.answers(streaming);
        var current = new StreamConsumer(streaming, cancellation, emitter, limit, meters, System::nanoTime);
        consumer = current;
        var outcome = current.consume();
        consumer = null;
        recorder.end(
                streaming.attempt(),
                outcome,
                current.charge(),
                streaming.firstOutput(),
                current.finishWord(),
                current.detail());
        failover.ended(outcome, answerText.text(), current.isFinal());
        return switch (outcome) {
            case COMPLETE ->
                Optional.of(new AnswerOutcome.Complete(current.finishReason().code()));
            case STOPPED -> Optional.of(new AnswerOutcome.Stopped());
            case TOO_LONG -> Optional.of(new AnswerOutcome.Complete(FinishReason.LENGTH.code()));
            default -> Optional.empty();
        };
    }
}
