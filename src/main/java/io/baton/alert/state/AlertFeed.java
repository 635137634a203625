package io.baton.alert.state;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks for new events of alerts, once a second for all readers of this node, and only while there are some. */
@ApplicationScoped
class AlertFeed {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    @Inject
    AlertSearch search;

    @Inject
    TaskScheduler tasks;

    private final AtomicInteger readers = new AtomicInteger();
    private long newest;

    void begin(@Observes @Priority(6) Startup startup) {
        tasks.start("alert-feed", Schedule.every(PERIOD), this::look);
    }

    void join() {
        readers.incrementAndGet();
    }

    void leave() {
        readers.decrementAndGet();
    }

    long newest() {
        return search.newest();
    }

    private void look() {
        if (readers.get() > 0) {
            show(search.newest());
        }
    }

    private synchronized void show(long number) {
        newest = number;
        notifyAll();
    }

    /** The events after a number, oldest first; empty if there are none within {@code patience}. */
    List<AlertSearch.Happened> after(long seq, Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            for (var left = patience.toMillis(); newest <= seq && left > 0; left = left(deadline)) {
                wait(left);
            }
            if (newest <= seq) {
                return List.of();
            }
        }
        var events = search.after(seq, PAGE);
        if (events.isEmpty()) {
            show(seq); // they were deleted meanwhile
        }
        return events;
    }

    private static long left(long deadline) {
        return Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
}
