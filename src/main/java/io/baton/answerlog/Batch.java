package io.baton.answerlog;

import io.baton.answer.Frame;
import java.util.List;
import java.util.UUID;

/**
 * Consecutive frames of one answer's log, at least one, written under one epoch.
 *
 * @param extendsLife whether the log is to be kept for its whole time from now on
 */
record Batch(UUID answerId, int epoch, List<Frame> frames, boolean extendsLife) {
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
