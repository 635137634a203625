package io.baton.answerlog;

import io.baton.answer.Frame;
import java.util.List;
import java.util.UUID;

/** Frames that belong one after the other into the log of one answer, at least one, written under that epoch. */
record Batch(UUID answerId, int epoch, List<Frame> frames) {
    /** In characters. */
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
