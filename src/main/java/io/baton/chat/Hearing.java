package io.baton.chat;

import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.routing.Step;
import java.time.Duration;
import java.util.Optional;

/** One model's turn, from its first output to the end of its stream. */
final class Hearing {
    private final Step.Speaking speaking;
    private final Duration firstOutput;
    private final Ear ear;
    private final Telling telling;
    private final StringBuilder said = new StringBuilder();
    private TokenUsage measured;
    private volatile String finishReason;
    private String detail;
    private boolean called;

    /** @param firstOutput how long it took */
    Hearing(Step.Speaking speaking, Duration firstOutput, Ear ear, Telling telling) {
        this.speaking = speaking;
        this.firstOutput = firstOutput;
        this.ear = ear;
        this.telling = telling;
    }

    /** Listens to the end. */
    Outcome outcome() {
        try (ModelStream stream = speaking.stream()) {
            while (take(ear.listen(stream::next))) {
                if (isTooSlow()) {
                    return tooSlow();
                }
            }
            return Outcome.COMPLETE;
        } catch (InterruptedException hungUp) {
            return ear.isClosed() ? Outcome.STOPPED : tooSlow();
        } catch (ModelStream.Broken broken) {
            detail = broken.getMessage();
            return broken.outcome();
        }
    }

    private boolean take(ModelEvent event) {
        switch (event) {
            case ModelEvent.Text(var text) -> {
                heard(text);
                telling.say(speaking.model().id(), speaking.cause(), text);
            }
            case ModelEvent.Reasoning(var text) -> {
                heard(text);
                telling.tell(speaking.model().id(), speaking.cause(), new Event.Thought(text));
            }
            case ModelEvent.ToolCallPiece(var index, var id, var name, var arguments) -> {
                called = true;
                heard(name + arguments);
                telling.tell(speaking.model().id(), speaking.cause(), new Event.Called(index, id, name, arguments));
            }
            case ModelEvent.Logprobs(var tokens) ->
                telling.tell(speaking.model().id(), speaking.cause(), new Event.Weighed(tokens.toString()));
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
        speaking.pace().heard(text.length());
    }

    private Outcome tooSlow() {
        detail = "fewer characters than the pace asks for";
        return Outcome.TOO_SLOW;
    }

    /** Asked by any thread. One that has finished is too slow no more. */
    boolean isTooSlow() {
        return finishReason == null && speaking.pace().isTooSlow();
    }

    /** By the provider's own word; empty: it did not say. */
    Optional<TokenUsage> usage() {
        return Optional.ofNullable(measured);
    }

    /** All that came, reasoning, tool calls and what was taken away at the seam included. */
    String said() {
        return speaking.stream().takenAway() + said;
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
