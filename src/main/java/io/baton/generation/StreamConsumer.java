package io.baton.generation;

import io.baton.answer.Event;
import io.baton.model.Charge;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.routing.FailoverStep;
import java.time.Duration;
import java.util.Optional;

/** One model's turn, from its first output to the end of its stream. */
final class StreamConsumer {
    private final FailoverStep.Speaking speaking;
    private final Duration firstOutput;
    private final Cancellation cancellation;
    private final FrameEmitter emitter;
    private final OutputLimit limit;
    private final StringBuilder said = new StringBuilder();
    private TokenUsage measured;
    private volatile String finishReason;
    private String detail;
    private boolean called;

    /** @param firstOutput how long it took */
    StreamConsumer(
            FailoverStep.Speaking speaking,
            Duration firstOutput,
            Cancellation cancellation,
            FrameEmitter emitter,
            OutputLimit limit) {
        this.speaking = speaking;
        this.firstOutput = firstOutput;
        this.cancellation = cancellation;
        this.emitter = emitter;
        this.limit = limit;
    }

    /** Listens to the end. */
    Outcome outcome() {
        try (ModelStream stream = speaking.stream()) {
            while (take(cancellation.listen(stream::next))) {
                if (isToBeCut()) {
                    return cut();
                }
            }
            return Outcome.COMPLETE;
        } catch (InterruptedException hungUp) {
            return cancellation.isClosed() ? Outcome.STOPPED : cut();
        } catch (ModelStream.Broken broken) {
            detail = broken.getMessage();
            return broken.outcome();
        }
    }

    private boolean take(ModelEvent event) {
        switch (event) {
            case ModelEvent.Text(var text) -> {
                heard(text);
                var fits = limit.text(text);
                if (!fits.isEmpty()) {
                    emitter.say(speaking.model().id(), speaking.cause(), fits);
                }
            }
            case ModelEvent.Reasoning(var text) -> {
                heard(text);
                var fits = limit.reasoning(text);
                if (!fits.isEmpty()) {
                    tell(new Event.Thought(fits));
                }
            }
            case ModelEvent.ToolCallPiece(var index, var id, var name, var arguments) -> {
                called = true;
                heard(name + arguments);
                if (limit.takesCall(id.length() + name.length() + arguments.length())) {
                    tell(new Event.Called(index, id, name, arguments));
                }
            }
            case ModelEvent.Logprobs(var tokens) -> {
                var json = tokens.toString();
                if (limit.takesProbabilities(json.length())) {
                    tell(new Event.Weighed(json));
                }
            }
            case ModelEvent.Finished(var reason) -> finishReason = reason;
            case ModelEvent.Counted(var usage) -> measured = usage;
            case ModelEvent.End() -> {
                return false;
            }
        }
        return true;
    }

    private void heard(String text) {
        said.append(text);
        speaking.paceGuard().count(text.length());
    }

    private void tell(Event.Detail event) {
        emitter.tell(speaking.model().id(), speaking.cause(), event);
    }

    /** Why the model is hung up on; what comes after its finish reason changes nothing. */
    private Outcome cut() {
        if (finishReason != null) {
            return Outcome.COMPLETE;
        }
        if (limit.isExceeded()) {
            detail = limit.detail();
            return Outcome.TOO_LONG;
        }
        detail = "fewer characters than the pace asks for";
        return Outcome.TOO_SLOW;
    }

    /** Whether to hang up. Asked by any thread; one that has finished is too slow no more. */
    boolean isToBeCut() {
        return limit.isExceeded()
                || finishReason == null && speaking.paceGuard().isTooSlow();
    }

    /** By the provider's own word, if it gave one, and by all that came, what was taken away at the seam included. */
    Charge charge() {
        return new Charge.Due(Optional.ofNullable(measured), speaking.stream().discardedText() + said);
    }

    /** Whether it has called a tool. */
    boolean hasCalled() {
        return called;
    }

    /** As in the chat-completions format. */
    String finishReason() {
        return finishReason == null ? "stop" : finishReason;
    }

    /** What went wrong; null where nothing did. */
    String detail() {
        return detail;
    }

    Duration firstOutput() {
        return firstOutput;
    }
}
