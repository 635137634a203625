package io.baton.generation;

import io.baton.answer.AnswerOutcome;
import io.baton.answer.AnswerText;
import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.GenerationJob;
import io.baton.answer.OwnedAttempts;
import io.baton.answerlog.LogWriter;
import io.baton.model.Charge;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import io.baton.platform.DatabaseFailure;
import io.baton.routing.Failover;
import io.baton.routing.FailoverStep;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Generates one answer on a thread of its own: asks along the ring, writes what is said into the log, and ends it with
 * exactly one terminal frame after tx2.
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
    private volatile StreamConsumer consumer;
    private volatile boolean givenAway;

    /** @param told what readers have been told already, and by whom */
    Generation(
            GenerationJob job,
            AttemptRecorder recorder,
            Failover failover,
            Cancellation cancellation,
            LogWriter writer,
            AnswerFinalizer finalizer,
            RecoveredAnswer told,
            OutputLimit limit) {
        this.job = job;
        this.recorder = recorder;
        this.failover = failover;
        this.cancellation = cancellation;
        this.writer = writer;
        this.finalizer = finalizer;
        this.answerText = told.answerText();
        this.limit = limit;
        limit.before(answerText.length());
        this.emitter = new FrameEmitter(answerText, writer, job.isStateless(), told.speaker());
    }

    /** Whether another node had begun it. */
    boolean isResumed() {
        return job.first() == null;
    }

    /** Hangs up and ends the answer as stopped. Returns at once; repeats do nothing. */
    void stop() {
        cancellation.close();
    }

    /** Hangs up on a model that has not kept the pace, so that another one goes on, or that goes on too long. Returns at once. */
    void breakOffIfDue() {
        cancellation.interruptIf(() -> {
            var heard = consumer;
            return heard != null && heard.isToBeCut();
        });
    }

    /** Hangs up and ends nothing: another node goes on, unless the reader is here and has no way to it. Returns at once. */
    void giveAway() {
        givenAway = !job.isStateless();
        cancellation.close();
    }

    @Override
    public void run() {
        var ending = generateSafely();
        if (givenAway && ending instanceof AnswerOutcome.Stopped) {
            return;
        }
        try {
            emitter.rest();
            finalizer.close(job, ending, failover.model().id(), answerText, recorder, writer);
        } catch (RuntimeException bug) {
            DatabaseFailure.log(LOG, Level.SEVERE, "answer " + job.answerId() + " could not be closed", bug);
            writer.write(new Event.Failed(ErrorCode.UNKNOWN_ERROR));
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
            failover.releasePermit();
        }
    }

    private AnswerOutcome generate() {
        while (true) {
            switch (failover.next(this::listenToOpening)) {
                case FailoverStep.Speaking speaking -> {
                    var ending = hear(speaking);
                    if (ending.isPresent()) {
                        return ending.get();
                    }
                }
                case FailoverStep.Exhausted(var last) -> {
                    return new AnswerOutcome.Failed(code(last));
                }
                case FailoverStep.NothingToAdd() -> {
                    return new AnswerOutcome.Complete("stop");
                }
                case FailoverStep.Stopped() -> {
                    return new AnswerOutcome.Stopped();
                }
            }
        }
    }

    /** A request that providers hold to be wrong is its caller's own, unless we have made it. */
    private ErrorCode code(Outcome last) {
        if (last == Outcome.CONTENT_FILTER) {
            return ErrorCode.CONTENT_REFUSED;
        }
        return last == Outcome.REFUSED && job.isStateless() ? ErrorCode.BAD_REQUEST : ErrorCode.ALL_MODELS_FAILED;
    }

    private Opening listenToOpening(Supplier<Opening> blocking) {
        try {
            return cancellation.listen(blocking::get);
        } catch (InterruptedException stopped) {
            return new Opening.Unavailable(Outcome.STOPPED, new Charge.NotSent(), "stopped before it was asked");
        }
    }

    /** Listens to a model that speaks; empty: it broke off. */
    private Optional<AnswerOutcome> hear(FailoverStep.Speaking speaking) {
        limit.speaking(speaking.model(), job.prompt());
        var heard = new StreamConsumer(speaking, failover.sinceRequest(), cancellation, emitter, limit);
        consumer = heard;
        var outcome = heard.outcome();
        consumer = null;
        recorder.end(speaking.attempt(), outcome, heard.charge(), heard.firstOutput(), heard.detail());
        failover.ended(outcome, answerText.text(), heard.hasCalled());
        return switch (outcome) {
            case COMPLETE -> Optional.of(new AnswerOutcome.Complete(heard.finishReason()));
            case STOPPED -> Optional.of(new AnswerOutcome.Stopped());
            case TOO_LONG -> Optional.of(new AnswerOutcome.Complete("length"));
            default -> Optional.empty();
        };
    }
}
