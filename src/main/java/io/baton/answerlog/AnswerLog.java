package io.baton.answerlog;

import io.baton.answer.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The frames of one answer in this node's memory: the original if this node owns the answer, otherwise a mirror of the
 * owner's log in Redis. Readers see only visible frames, and wait here for the next one.
 */
public final class AnswerLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final FrameList frames;
    private int wakeUps;
    private volatile boolean owned;
    private volatile boolean inDoubt;
    private boolean dropped;
    private volatile long readAt = System.nanoTime();

    /** @param known the first frames; all are visible */
    AnswerLog(List<Frame> known) {
        frames = new FrameList(known);
        inDoubt = known.isEmpty();
    }

    /** Marks this log as the original. */
    void own() {
        change(() -> owned = true);
        inDoubt = false;
    }

    /** Another node owns the answer: turns this log into a mirror and discards frames that are not visible. */
    void disown() {
        change(() -> {
            owned = false;
            frames.discardInvisible();
        });
    }

    /** Whether this is the original; otherwise it is a mirror. */
    boolean isOwned() {
        return owned;
    }

    /** Appends a frame that is not visible yet. */
    void add(Frame frame) {
        change(() -> frames.add(frame));
    }

    /** Makes all frames up to number {@code n} visible. */
    void show(int n) {
        change(() -> frames.show(n));
    }

    /**
     * Appends frames of the owner's log to a mirror; known ones are ignored.
     *
     * @return whether the first of them is not another one here; otherwise the owner's log was replaced, and nothing is appended
     */
    boolean mirror(List<Frame> read) {
        return underLock(() -> owned || read.isEmpty() || appended(frames.append(read)));
    }

    /**
     * Appends one frame that its owner has just published to a mirror.
     *
     * @return whether the mirror is complete up to this frame; otherwise frames are missing, or another node may own the answer now,
     *         and the log must be read
     */
    boolean push(Frame frame) {
        return underLock(() -> owned || appended(frames.append(frame)));
    }

    /** Whether the answer's row must be read, since it may have ended or been deleted without a frame that says so. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** Lets readers of a mirror that have read all frames read the answer's row. */
    void markInDoubt() {
        inDoubt = !owned;
        wake();
    }

    /** The row says that the answer is running. */
    void clearDoubt() {
        inDoubt = false;
    }

    /** The frames after number {@code n}, visible or not; at most a few hundred. */
    List<Frame> after(int n) {
        return underLock(() -> frames.after(n));
    }

    /** All visible frames. */
    public List<Frame> all() {
        return underLock(frames::all);
    }

    /** The last visible frame, if any. */
    Optional<Frame> last() {
        return underLock(frames::last);
    }

    /** The size of all frames, visible or not, in characters. */
    long size() {
        return underLock(frames::size);
    }

    boolean hasEnded() {
        return last().filter(frame -> frame.event().isTerminal()).isPresent();
    }

    /** Whether one of the two is a prefix of the other. */
    public boolean agreesWith(List<Frame> others) {
        return underLock(() -> frames.agreesWith(others));
    }

    /** Records a read on another node. */
    void touch() {
        change(() -> readAt = System.nanoTime());
    }

    /** Time since the last read. */
    Duration sinceLastRead() {
        return Duration.ofNanos(System.nanoTime() - readAt);
    }

    /**
     * Returns the frames after a given one, in order, at most a few hundred; waits if there is none yet.
     *
     * @param after number of the reader's last frame; 0 if none
     * @param epoch of that frame
     * @return empty on time-out; if the reader's last frame differs from the frame with that number here, only the
     *         latter
     */
    List<Frame> read(int after, int epoch, Duration wait) throws InterruptedException {
        var left = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (frames.visible() <= after && left > 0) {
                left = changed.awaitNanos(left);
            }
            return visibleAfter(after, epoch);
        } finally {
            lock.unlock();
        }
    }

    /** The same, but waits until the next {@link #wake}: a timer for each frame that is awaited would cost more than the frame. */
    List<Frame> read(int after, int epoch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var before = wakeUps;
            while (frames.visible() <= after && wakeUps == before && !dropped) {
                changed.await();
            }
            return visibleAfter(after, epoch);
        } finally {
            lock.unlock();
        }
    }

    /** Lets all waiting readers return. */
    void wake() {
        change(() -> wakeUps++);
    }

    /** Nobody writes here any more: readers never wait, and must look for the answer's log again. */
    void drop() {
        change(() -> dropped = true);
    }

    private List<Frame> visibleAfter(int after, int epoch) {
        readAt = System.nanoTime();
        return frames.visibleAfter(after, epoch);
    }

    private boolean appended(boolean fits) {
        changed.signalAll();
        return fits;
    }

    private <T> T underLock(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those who wait. */
    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
