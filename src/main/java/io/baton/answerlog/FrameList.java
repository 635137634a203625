package io.baton.answerlog;

import io.baton.answer.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The frames of one answer; readers may see those up to a certain number. Not thread-safe. */
final class FrameList {
    /** The most frames that are returned at once. */
    private static final int BATCH = 256;

    private final List<Frame> frames = new ArrayList<>();
    private int visible;

    /** @param known all are visible */
    FrameList(List<Frame> known) {
        frames.addAll(known);
        visible = frames.size();
    }

    /** The number of visible frames. */
    int visible() {
        return visible;
    }

    /** The size of all frames, visible or not, in characters. */
    long size() {
        return frames.stream().mapToLong(Frame::size).sum();
    }

    /** Appends a frame that is not visible yet. */
    void add(Frame frame) {
        frames.add(frame);
    }

    /** Makes all frames up to number {@code n} visible. */
    void show(int n) {
        visible = Math.max(visible, Math.min(n, frames.size()));
    }

    /** Discards frames that are not visible. */
    void discardInvisible() {
        frames.subList(visible, frames.size()).clear();
    }

    /** All visible frames. */
    List<Frame> all() {
        return List.copyOf(frames.subList(0, visible));
    }

    /** The last visible frame, if any. */
    Optional<Frame> last() {
        return visible == 0 ? Optional.empty() : Optional.of(frames.get(visible - 1));
    }

    /** The frames after number {@code n}, visible or not; at most a few hundred. */
    List<Frame> after(int n) {
        return part(n, frames.size());
    }

    /**
     * The visible frames after number {@code n}, at most a few hundred.
     *
     * @param epoch of frame {@code n}; if another frame has this number here, only that one is returned
     */
    List<Frame> visibleAfter(int n, int epoch) {
        return n > 0 && n <= visible && frames.get(n - 1).epoch() != epoch
                ? List.of(frames.get(n - 1))
                : part(n, visible);
    }

    private List<Frame> part(int after, int end) {
        return end <= after ? List.of() : List.copyOf(frames.subList(after, Math.min(end, after + BATCH)));
    }

    /** Whether the visible frames are a prefix of {@code others}, or the other way round. */
    boolean agreesWith(List<Frame> others) {
        var common = Math.min(visible, others.size());
        return frames.subList(0, common).equals(others.subList(0, common));
    }

    /**
     * Appends frames and makes all visible; known ones are ignored.
     *
     * @return whether the first of them is not another one here; otherwise nothing is appended
     */
    boolean append(List<Frame> read) {
        var first = read.getFirst();
        if (first.n() <= frames.size() && !frames.get(first.n() - 1).equals(first)) {
            return false;
        }
        read.stream().filter(frame -> frame.n() == frames.size() + 1).forEach(frames::add);
        visible = frames.size();
        return true;
    }

    /**
     * Appends one frame and makes all visible.
     *
     * @return whether the list is complete up to this frame now, and of its epoch
     */
    boolean append(Frame frame) {
        var follows = frame.n() <= frames.size()
                || frames.isEmpty()
                || frames.getLast().epoch() == frame.epoch() && frame.n() == frames.size() + 1;
        return follows && append(List.of(frame)) && frame.n() <= frames.size();
    }
}
