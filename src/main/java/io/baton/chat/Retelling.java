package io.baton.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the frames of an unfinished answer say of it.
 *
 * @param speaker the model that spoke last, or was asked first
 */
record Retelling(Speech speech, String speaker, List<Frame> frames) {
    /** @param asked the model that was asked first, for where there are no frames */
    static Retelling of(List<Frame> frames, String asked) {
        var speech = new Speech();
        var speaker = asked;
        for (var frame : frames) {
            switch (frame.event()) {
                case Event.Start start -> speaker = start.model();
                case Event.Switch change -> speaker = change.to();
                case Event.Chunk chunk -> {
                    speech.say(speaker, speech.length(), chunk.content());
                    speech.tellUpTo(speech.length());
                }
                case Event.Detail detail -> {}
                case Event.Complete complete -> {}
                case Event.Failed failed -> {}
                case Event.NotStoredYet ended -> {}
            }
        }
        return new Retelling(speech, speaker, frames);
    }

    /**
     * How the answer has ended, where readers have been told so though it was not stored; empty: they have not. Of an end that
     * was only told to be not stored yet nothing more is known than that something was said.
     */
    Optional<Ending> ending() {
        return frames.isEmpty() ? Optional.empty() : ending(frames.getLast().event());
    }

    private static Optional<Ending> ending(Event last) {
        return switch (last) {
            case Event.Complete complete -> Optional.of(ending(complete));
            case Event.NotStoredYet(var ending) -> Optional.of(ending);
            case Event.Failed(var code) ->
                Optional.of(new Ending.Failed(code == ErrorCode.NOT_STORED_YET ? ErrorCode.UNKNOWN_ERROR : code));
            case Event.Start start -> Optional.empty();
            case Event.Chunk chunk -> Optional.empty();
            case Event.Switch change -> Optional.empty();
            case Event.Detail detail -> Optional.empty();
        };
    }

    private static Ending ending(Event.Complete complete) {
        return complete.finishReason().equals(Ending.STOPPED)
                ? new Ending.Stopped()
                : new Ending.Complete(complete.finishReason());
    }

    /** All words of the frames, thoughts and tool calls included, from one moment, inclusive, to another. */
    String saidBetween(Instant from, Instant to) {
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
