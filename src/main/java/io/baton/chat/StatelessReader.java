package io.baton.chat;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answerlog.FrameSource;
import io.baton.platform.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A reader of an answer without a conversation. Not thread-safe. */
public final class StatelessReader implements AutoCloseable {
    private final UUID answerId;
    private final FrameSource frames;
    private final Consumer<UUID> forget;
    private final Consumer<UUID> left;
    private final Runnable onClose;
    private final Deque<Frame> ready = new ArrayDeque<>();
    private int last;
    private int epoch;
    private boolean ended;
    private boolean closed;

    /**
     * @param forget called after the end was read
     * @param left   called if the reader disconnects earlier
     * @param onClose called once after either
     */
    StatelessReader(UUID answerId, FrameSource frames, Consumer<UUID> forget, Consumer<UUID> left, Runnable onClose) {
        this.answerId = answerId;
        this.frames = frames;
        this.forget = forget;
        this.left = left;
        this.onClose = onClose;
    }

    public UUID answerId() {
        return answerId;
    }

    /** The next event; waits for it, for about a second. Empty if there is none. Nothing follows a terminal event. */
    public Optional<Event> next() throws InterruptedException {
        if (ready.isEmpty()) {
            ready.addAll(read());
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

    /** Whether all available events were returned. */
    public boolean isCaughtUp() {
        return ready.isEmpty();
    }

    private List<Frame> read() throws InterruptedException {
        try {
            return frames.after(answerId, last, epoch);
        } catch (Problem gone) {
            return List.of(new Frame(1, 0, 0, new Event.Failed(ErrorCode.LOG_LOST)));
        }
    }

    /** Ends reading. Repeats do nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        onClose.run();
        if (ended) {
            forget.accept(answerId);
        } else {
            left.accept(answerId);
        }
    }
}
