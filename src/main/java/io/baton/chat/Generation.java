package io.baton.chat;

import io.baton.model.Charge;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import io.baton.platform.DatabaseFailure;
import io.baton.routing.Step;
import io.baton.routing.Walk;
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
    private final Assignment assignment;
    private final Journal journal;
    private final Walk walk;
    private final Closing closing;
    private final Scribe scribe;
    private final Ear ear;
    private final Speech speech;
    private final Telling telling;
    private final OutputLimit limit;
    private volatile Hearing hearing;
    private volatile boolean givenAway;

    /** @param told what readers have been told already, and by whom */
    Generation(
            Assignment assignment,
            Journal journal,
            Walk walk,
            Ear ear,
            Scribe scribe,
            Closing closing,
            Retelling told,
            OutputLimit limit) {
        this.assignment = assignment;
        this.journal = journal;
        this.walk = walk;
        this.ear = ear;
        this.scribe = scribe;
        this.closing = closing;
        this.speech = told.speech();
        this.limit = limit;
        limit.before(speech.length());
        this.telling = new Telling(speech, scribe, assignment.isAlone(), told.speaker());
    }

    /** Whether another node had begun it. */
    boolean isResumed() {
        return assignment.first() == null;
    }

    /** Hangs up and ends the answer as stopped. Returns at once; repeats do nothing. */
    void stop() {
        ear.close();
    }

    /** Hangs up on a model that has not kept the pace, so that another one goes on, or that goes on too long. Returns at once. */
    void breakOffIfDue() {
        ear.interruptIf(() -> {
            var heard = hearing;
            return heard != null && heard.isToBeCut();
        });
    }

    /** Hangs up and ends nothing: another node goes on, unless the reader is here and has no way to it. Returns at once. */
    void giveAway() {
        givenAway = !assignment.isAlone();
        ear.close();
    }

    @Override
    public void run() {
        var ending = generateSafely();
        if (givenAway && ending instanceof Ending.Stopped) {
            return;
        }
        try {
            telling.rest();
            closing.close(assignment, ending, walk.model().id(), speech, journal, scribe);
        } catch (RuntimeException bug) {
            DatabaseFailure.log(LOG, Level.SEVERE, "answer " + assignment.answerId() + " could not be closed", bug);
            scribe.write(new Event.Failed(ErrorCode.UNKNOWN_ERROR));
        }
    }

    private Ending generateSafely() {
        try {
            return generate();
        } catch (Requests.NotOurs lost) {
            LOG.info(lost.getMessage());
            return new Ending.Failed(ErrorCode.LOG_LOST);
        } catch (RuntimeException bug) {
            DatabaseFailure.log(LOG, Level.SEVERE, "answer " + assignment.answerId(), bug);
            return new Ending.Failed(ErrorCode.UNKNOWN_ERROR);
        } finally {
            walk.releasePermit();
        }
    }

    private Ending generate() {
        while (true) {
            switch (walk.next(this::listenToOpening)) {
                case Step.Speaking speaking -> {
                    var ending = hear(speaking);
                    if (ending.isPresent()) {
                        return ending.get();
                    }
                }
                case Step.Exhausted(var last) -> {
                    return new Ending.Failed(code(last));
                }
                case Step.NothingToAdd() -> {
                    return new Ending.Complete("stop");
                }
                case Step.Stopped() -> {
                    return new Ending.Stopped();
                }
            }
        }
    }

    /** A request that providers hold to be wrong is its caller's own, unless we have made it. */
    private ErrorCode code(Outcome last) {
        if (last == Outcome.CONTENT_FILTER) {
            return ErrorCode.CONTENT_REFUSED;
        }
        return last == Outcome.REFUSED && assignment.isAlone() ? ErrorCode.BAD_REQUEST : ErrorCode.ALL_MODELS_FAILED;
    }

    private Opening listenToOpening(Supplier<Opening> blocking) {
        try {
            return ear.listen(blocking::get);
        } catch (InterruptedException stopped) {
            return new Opening.Unavailable(Outcome.STOPPED, new Charge.NotSent(), "stopped before it was asked");
        }
    }

    /** Listens to a model that speaks; empty: it broke off. */
    private Optional<Ending> hear(Step.Speaking speaking) {
        limit.speaking(speaking.model(), assignment.prompt());
        var heard = new Hearing(speaking, walk.sinceRequest(), ear, telling, limit);
        hearing = heard;
        var outcome = heard.outcome();
        hearing = null;
        journal.end(speaking.attempt(), outcome, heard.charge(), heard.firstOutput(), heard.detail());
        walk.ended(outcome, speech.text(), heard.hasCalled());
        return switch (outcome) {
            case COMPLETE -> Optional.of(new Ending.Complete(heard.finishReason()));
            case STOPPED -> Optional.of(new Ending.Stopped());
            case TOO_LONG -> Optional.of(new Ending.Complete("length"));
            default -> Optional.empty();
        };
    }
}
