package io.baton.answerlog;

import io.baton.answer.Frame;
import java.util.List;
import java.util.UUID;

/** Consecutive frames of one answer's log, at least one, written under one epoch. */
record Batch(UUID answerId, int epoch, List<Frame> frames) {
    /** The size in characters. */
    int size() {
        return frames.stream().mapToInt(Frame::size).sum();
    }

    int first() {
        return frames.getFirst().n();
    }

    int last() {
        return frames.getLast().n();
    }
}
