package io.baton.chat;

import java.time.Clock;
import java.util.UUID;

/** Numbers the frames of one answer under one epoch and puts them into its log. One thread writes. */
final class Scribe {
    private final AnswerLog log;
    private final UUID answerId;
    private final int epoch;
    private final Clock clock;
    private int last;

    Scribe(AnswerLog log, UUID answerId, int epoch, Clock clock) {
        this.log = log;
        this.answerId = answerId;
        this.epoch = epoch;
        this.clock = clock;
    }

    /** @throws IllegalStateException where the answer is no longer ours */
    void write(Event event) {
        var frame = new Frame(epoch, last + 1, clock.millis(), event);
        if (log.append(answerId, frame) == AnswerLog.Append.STALE) {
            throw new IllegalStateException("answer " + answerId + " is owned by somebody else");
        }
        last++;
    }

    /** The number that the next frame gets. */
    int next() {
        return last + 1;
    }
}
