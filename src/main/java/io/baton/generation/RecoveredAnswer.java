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
 * What the frames of an unfinished answer say of it.
 *
 * @param speaker the model that spoke last, or was asked first
 */
public record RecoveredAnswer(AnswerText answerText, String speaker, List<Frame> frames) {
    /** @param asked the model that was asked first, for where there are no frames */
    public static RecoveredAnswer of(List<Frame> frames, String asked) {
        var answerText = new AnswerText();
        var speaker = asked;
        for (var frame : frames) {
            switch (frame.event()) {
                case Event.Start start -> speaker = start.model();
                case Event.Switch change -> speaker = change.to();
                case Event.Chunk chunk -> {
                    answerText.say(speaker, answerText.length(), chunk.content());
                    answerText.tellUpTo(answerText.length());
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
     * How the answer has ended, where readers have been told so though it was not stored; empty: they have not. Of an end that
     * was only told to be not stored yet nothing more is known than that something was said.
     */
    public Optional<AnswerOutcome> ending() {
        return frames.isEmpty() ? Optional.empty() : ending(frames.getLast().event());
    }

    private static Optional<AnswerOutcome> ending(Event last) {
        return switch (last) {
            case Event.Complete complete -> Optional.of(ending(complete));
            case Event.NotStoredYet(var ending) -> Optional.of(ending);
            case Event.Failed(var code) ->
                Optional.of(
                        new AnswerOutcome.Failed(code == ErrorCode.NOT_STORED_YET ? ErrorCode.UNKNOWN_ERROR : code));
            case Event.Start start -> Optional.empty();
            case Event.Chunk chunk -> Optional.empty();
            case Event.Switch change -> Optional.empty();
            case Event.Detail detail -> Optional.empty();
        };
    }

    private static AnswerOutcome ending(Event.Complete complete) {
        return complete.finishReason().equals(AnswerOutcome.STOPPED)
                ? new AnswerOutcome.Stopped()
                : new AnswerOutcome.Complete(complete.finishReason());
    }

    /** All words of the frames, thoughts and tool calls included, from one moment, inclusive, to another. */
    public String saidBetween(Instant from, Instant to) {
        return frames.stream()
                .filter(frame -> !frame.at().isBefore(from) && frame.at().isBefore(to))
                .map(frame -> words(frame.event()))
                .collect(Collectors.joining());
    }

    private static String words(Event event) {
        return switch (event) {
            case Event.Chunk chunk -> chunk.content();
            case Event.Thought thought -> thought.content();
            case Event.Called called -> called.name() + called.arguments();
            case Event.Weighed weighed -> "";
            case Event.Start start -> "";
            case Event.Switch change -> "";
            case Event.Complete complete -> "";
            case Event.Failed failed -> "";
            case Event.NotStoredYet ended -> "";
        };
    }
}
