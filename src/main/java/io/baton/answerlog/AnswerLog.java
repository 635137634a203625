package io.baton.answerlog;

import io.baton.answer.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The frames of one answer as this node has them: written here where the answer is ours, else a mirror of
 * what its owner has put into Redis. Readers see only the frames that were shown, and wait here for the next one.
 */
public final class AnswerLog {
    private static final int BATCH = 256;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Frame> frames = new ArrayList<>();
    private int shown;
    private volatile boolean owned;
    private volatile long readAt = System.nanoTime();

    /** @param known frames from the first on, all to be seen */
    AnswerLog(List<Frame> known) {
        frames.addAll(known);
        shown = frames.size();
    }

    /** From now on it is written here. */
    void own() {
        locked(() -> owned = true);
    }

    /** Another node writes on: what was not shown is nobody's. */
    void disown() {
        locked(() -> {
            owned = false;
            frames.subList(shown, frames.size()).clear();
        });
    }

    /** Whether it is written here; else it is a mirror. */
    boolean isOwned() {
        return owned;
    }

    /** Adds a frame that readers may not see yet. */
    void add(Frame frame) {
        locked(() -> frames.add(frame));
    }

    /** Lets readers see all frames up to number {@code n}. */
    void show(int n) {
        locked(() -> shown = Math.max(shown, Math.min(n, frames.size())));
    }

    /** Adds to a mirror what follows in the owner's log; what is known already is left out. */
    void mirror(List<Frame> read) {
        locked(() -> {
            if (!owned) {
                read.stream().filter(frame -> frame.n() == frames.size() + 1).forEach(frames::add);
                shown = frames.size();
            }
        });
    }

    /** The frames after number {@code n}, shown or not; at most a few hundred. */
    List<Frame> after(int n) {
        lock.lock();
        try {
            return part(n, frames.size());
        } finally {
            lock.unlock();
        }
    }

    /** All frames that readers may see. */
    public List<Frame> all() {
        lock.lock();
        try {
            return List.copyOf(frames.subList(0, shown));
        } finally {
            lock.unlock();
        }
    }

    /** The last frame that readers may see; empty: none. */
    Optional<Frame> last() {
        lock.lock();
        try {
            return shown == 0 ? Optional.empty() : Optional.of(frames.get(shown - 1));
        } finally {
            lock.unlock();
        }
    }

    /** Of its frames, shown or not, in characters. */
    long size() {
        lock.lock();
        try {
            return frames.stream().mapToLong(Frame::size).sum();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        return last().filter(frame -> frame.event().isTerminal()).isPresent();
    }

    /** Whether this log begins with those frames, or is their beginning. */
    public boolean agreesWith(List<Frame> others) {
        lock.lock();
        try {
            var common = Math.min(shown, others.size());
            return frames.subList(0, common).equals(others.subList(0, common));
        } finally {
            lock.unlock();
        }
    }

    /** Somebody reads it, elsewhere. */
    void touch() {
        locked(() -> readAt = System.nanoTime());
    }

    /** Time since anybody has read here. */
    Duration unread() {
        return Duration.ofNanos(System.nanoTime() - readAt);
    }

    /**
     * What follows a frame, in order, at most a few hundred; waits for the next one where there is none.
     *
     * @param after number of the last frame that the reader has; 0: none
     * @param epoch of that frame
     * @return empty where none came in time. Where the reader's last frame is not in this log, but another of the same number,
     *     only that
     */
    List<Frame> read(int after, int epoch, Duration wait) throws InterruptedException {
        var left = wait.toNanos();
        lock.lockInterruptibly();
        try {
            readAt = System.nanoTime();
            while (shown <= after && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (after > 0 && after <= shown && frames.get(after - 1).epoch() != epoch) {
                return List.of(frames.get(after - 1));
            }
            return part(after, shown);
        } finally {
            lock.unlock();
        }
    }

    private List<Frame> part(int after, int end) {
        return end <= after ? List.of() : List.copyOf(frames.subList(after, Math.min(end, after + BATCH)));
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
