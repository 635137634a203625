package io.baton.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The frames of answers: appended by their owner, read by whoever follows. */
interface AnswerLog {
    /** What an append came to. */
    enum Append {
        /** The frame is in the log now. */
        DONE,
        /** It was there already; nothing changed. */
        REPEATED,
        /** The log has a higher epoch, or lacks the frame before: someone else owns the answer. */
        STALE
    }

    /** Adds a frame after the last one, if the epoch is not older than the log's and no number is left out. */
    Append append(UUID answerId, Frame frame);

    /** Drops a log: from now on the answer is what is stored of it. */
    void forget(UUID answerId);

    /**
     * The frames after number {@code after}, in order, at most a few hundred; waits for the next one where there is none.
     *
     * @param after 0: from the first
     * @return empty where there is no such log; an empty list where none came in time
     */
    Optional<List<Frame>> read(UUID answerId, int after, Duration wait) throws InterruptedException;
}
