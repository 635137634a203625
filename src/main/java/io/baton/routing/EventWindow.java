package io.baton.routing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A sliding window of event times, oldest first, with at most {@code limit} entries. */
record EventWindow(int limit, Duration length, Deque<Long> times) {
    EventWindow(int limit, Duration length) {
        this(limit, length, new ArrayDeque<>());
    }

    int size(long now) {
        while (!times.isEmpty() && times.peekFirst() <= now - length.toMillis()) {
            times.removeFirst();
        }
        return times.size();
    }

    void add(long now) {
        times.addLast(now);
        if (times.size() > limit) {
            times.removeFirst();
        }
    }

    void removeNewest() {
        times.pollLast();
    }

    long untilRoom(long now) {
        return size(now) < limit ? 0 : times.peekFirst() + length.toMillis() - now;
    }
}
