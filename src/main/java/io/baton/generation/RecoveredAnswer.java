package io.baton.generation;

import io.baton.answer.AnswerOutcome;
import io.baton.answer.AnswerText;
import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An unfinished answer, as its frames show it.
 *
 * @param speaker the model that wrote last, or was asked first
 */
public record RecoveredAnswer(AnswerText answerText, String speaker, List<Frame> frames) {
    /** @param asked the model that was asked first, in case there are no frames */
    public static RecoveredAnswer of(List<Frame> frames, String asked) {
        var answerText = new AnswerText();
        var speaker = asked;
        for (var frame : frames) {
            switch (frame.event()) {
                case Event.Start start -> speaker = start.model();
                case Event.Switch change -> speaker = change.to();
                case Event.Chunk chunk -> {
                    answerText.append(speaker, answerText.length(), chunk.content());
                    answerText.takeUpTo(answerText.length());
                }
                case Event.Detail detail -> {}
                case Event.Complete complete -> {}
                case Event.Failed failed -> {}
                case Event.NotStoredYet ended -> {}
            }
        }
        return new RecoveredAnswer(answerText, speaker, frames);
    }

    /**
     * The outcome that readers have received although it was not stored; empty: the log has no terminal frame.
     */
    public Optional<AnswerOutcome> outcome() {
        return frames.isEmpty() ? Optional.empty() : outcome(frames.getLast().event());
    }

    private static Optional<AnswerOutcome> outcome(Event last) {
        return switch (last) {
            case Event.Complete complete -> Optional.of(outcome(complete));
            case Event.NotStoredYet(var outcome) -> Optional.of(outcome);
            case Event.Failed(var code) ->
                Optional.of(
                        new AnswerOutcome.Failed(code == ErrorCode.NOT_STORED_YET ? ErrorCode.UNKNOWN_ERROR : code));
            case Event.Start start -> Optional.empty();
            case Event.Chunk chunk -> Optional.empty();
            case Event.Switch change -> Optional.empty();
            case Event.Detail detail -> Optional.empty();
        };
    }

    private static AnswerOutcome outcome(Event.Complete complete) {
        return complete.finishReason().equals(AnswerOutcome.STOPPED)
                ? new AnswerOutcome.Stopped()
                : new AnswerOutcome.Complete(complete.finishReason());
    }

    /**
     * All output that was written after one moment and up to another, inclusive, with reasoning and tool calls. At the very moment
     * of a request its model can't have written anything.
     */
    public String outputBetween(Instant from, Instant to) {
        return frames.stream()
                .filter(frame -> frame.at().isAfter(from) && !frame.at().isAfter(to))
                .map(frame -> output(frame.event()))
                .collect(Collectors.joining());
    }

    private static String output(Event event) {
        return switch (event) {
            case Event.Chunk chunk -> chunk.content();
            case Event.Reasoning thought -> thought.content();
            case Event.Refusal refused -> refused.content();
            case Event.ToolCall called -> called.name() + called.arguments();
            case Event.Logprobs weighed -> "";
            case Event.Start start -> "";
            case Event.Switch change -> "";
            case Event.Complete complete -> "";
            case Event.Failed failed -> "";
            case Event.NotStoredYet ended -> "";
        };
    }
}
