package io.baton.chat;

import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.routing.Step;
import io.baton.routing.Walk;
import java.time.Duration;
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
    private final Ear ear = new Ear();
    private final Speech speech = new Speech();
    private final Audience audience = new Audience();

    Generation(Assignment assignment, Journal journal, Walk walk, Scribe scribe, Closing closing) {
        this.assignment = assignment;
        this.journal = journal;
        this.walk = walk;
        this.scribe = scribe;
        this.closing = closing;
    }

    /** Hangs up and ends the answer as stopped. Returns at once; repeats do nothing. */
    void stop() {
        ear.close();
    }

    Audience audience() {
        return audience;
    }

    @Override
    public void run() {
        var ending = generateSafely();
        try {
            closing.close(assignment, ending, walk.model().id(), speech, journal, scribe);
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "answer " + assignment.answerId() + " could not be closed", bug);
            scribe.write(new Event.Failed(ErrorCode.UNKNOWN_ERROR));
        }
    }

    private Ending generateSafely() {
        try {
            return generate();
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "answer " + assignment.answerId(), bug);
            return new Ending.Failed(ErrorCode.UNKNOWN_ERROR);
        }
    }

    private Ending generate() {
        var speaker = walk.model();
        while (true) {
            switch (walk.next(this::listenToOpening)) {
                case Step.Speaking speaking -> {
                    if (!speaking.model().equals(speaker)) {
                        scribe.write(new Event.Switch(
                                speaker.id(),
                                speaking.model().id(),
                                walk.lastOutcome().code(),
                                speech.length()));
                        speaker = speaking.model();
                    }
                    var ending = hear(speaking);
                    if (ending.isPresent()) {
                        return ending.get();
                    }
                }
                case Step.Exhausted(var last) -> {
                    return new Ending.Failed(
                            last == Outcome.CONTENT_FILTER ? ErrorCode.CONTENT_REFUSED : ErrorCode.ALL_MODELS_FAILED);
                }
                case Step.Stopped() -> {
                    return new Ending.Stopped();
                }
            }
        }
    }

    private Opening listenToOpening(Supplier<Opening> blocking) {
        try {
            return ear.listen(blocking::get);
        } catch (InterruptedException stopped) {
            return new Opening.Unavailable(Outcome.STOPPED, false, "stopped before it was asked");
        }
    }

    /** Listens to a model that speaks; empty: it broke before a word of the answer, so another may start over. */
    private Optional<Ending> hear(Step.Speaking speaking) {
        var hearing = new Hearing(speaking);
        var outcome = hearing.outcome();
        journal.end(
                speaking.attempt(), outcome, Optional.of(hearing.usage()), true, hearing.firstOutput, hearing.detail);
        return switch (outcome) {
            case COMPLETE -> Optional.of(new Ending.Complete(hearing.finishReason));
            case STOPPED -> Optional.of(new Ending.Stopped());
            default -> {
                walk.failedSpeaking(outcome);
                yield speech.length() == 0
                        ? Optional.empty()
                        : Optional.of(new Ending.Failed(ErrorCode.ALL_MODELS_FAILED));
            }
        };
    }

    /** One model's turn, from its first output to the end of its stream. */
    private final class Hearing {
        private final Step.Speaking speaking;
        private final Duration firstOutput = walk.sinceRequest();
        private final int tokensBefore = speech.tokens();
        private int reasoningTokens;
        private TokenUsage measured;
        private String finishReason = "stop";
        private String detail;

        Hearing(Step.Speaking speaking) {
            this.speaking = speaking;
        }

        Outcome outcome() {
            try (ModelStream stream = speaking.stream()) {
                while (take(ear.listen(stream::next))) {}
                return Outcome.COMPLETE;
            } catch (InterruptedException stopped) {
                return Outcome.STOPPED;
            } catch (ModelStream.Broken broken) {
                detail = broken.getMessage();
                return broken.outcome();
            }
        }

        private boolean take(ModelEvent event) {
            switch (event) {
                case ModelEvent.Text(var text) -> {
                    speech.say(speaking.model().id(), text);
                    scribe.write(new Event.Chunk(text, speech.tokens()));
                }
                case ModelEvent.Reasoning(var text) -> reasoningTokens += io.baton.model.TokenEstimate.of(text);
                case ModelEvent.Finished(var reason) -> finishReason = reason;
                case ModelEvent.Counted(var usage) -> measured = usage;
                case ModelEvent.End() -> {
                    return false;
                }
            }
            return true;
        }

        TokenUsage usage() {
            return measured != null ? measured : journal.estimate(speech.tokens() - tokensBefore + reasoningTokens);
        }
    }
}
