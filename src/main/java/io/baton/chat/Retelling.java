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

    /** The text of the frames from one moment, inclusive, to another. */
    String saidBetween(Instant from, Instant to) {
        return frames.stream()
                .filter(frame -> !frame.at().isBefore(from) && frame.at().isBefore(to))
                .map(frame -> frame.event() instanceof Event.Chunk chunk ? chunk.content() : "")
                .collect(Collectors.joining());
    }
}
