package io.baton.chat;

import io.baton.platform.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The one reader of an answer without conversation. For one thread. */
public final class Listening implements AutoCloseable {
    private final UUID answerId;
    private final SingleAnswers answers;
    private final Deque<Frame> ready = new ArrayDeque<>();
    private int last;
    private int epoch;
    private boolean ended;

    Listening(UUID answerId, SingleAnswers answers) {
        this.answerId = answerId;
        this.answers = answers;
    }

    public UUID answerId() {
        return answerId;
    }

    /** What was said next; waits for it. Empty where nothing came in time. After a terminal event there is no other. */
    public Optional<Event> next(Duration wait) throws InterruptedException {
        if (ready.isEmpty()) {
            ready.addAll(read(wait));
        }
        var frame = ready.poll();
        if (frame == null) {
            return Optional.empty();
        }
        var event = frame.n() == last + 1 ? frame.event() : new Event.Failed(ErrorCode.LOG_LOST);
        last = frame.n();
        epoch = frame.epoch();
        ended = event.isTerminal();
        return Optional.of(event);
    }

    /** Whether the next one may have to be waited for. */
    public boolean isCaughtUp() {
        return ready.isEmpty();
    }

    private List<Frame> read(Duration wait) throws InterruptedException {
        try {
            return answers.frames.after(answerId, last, epoch, wait);
        } catch (Problem gone) {
            return List.of(new Frame(1, 0, 0, new Event.Failed(ErrorCode.LOG_LOST)));
        }
    }

    /** The reader leaves; what is still being said is stopped. */
    @Override
    public void close() {
        if (ended) {
            answers.forget(answerId);
        } else {
            answers.generations.stop(answerId);
        }
    }
}
