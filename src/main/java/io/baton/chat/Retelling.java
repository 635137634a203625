package io.baton.chat;

import java.time.Instant;
import java.util.List;
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
            }
        }
        return new Retelling(speech, speaker, frames);
    }

    /** Whether readers have been told an end, though it was not stored. */
    boolean isOver() {
        return !frames.isEmpty() && frames.getLast().event().isTerminal();
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
        };
    }
}
