package io.baton.alert.delivery;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Delivers what is in the outbox: looks every second, and speaks to at most eight receivers at a time, on threads of its own, each
 * channel's messages one after the other. A receiver that fails is left alone for a second, then for twice as long each time.
 */
@ApplicationScoped
class DeliveryWorker {
    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration CLEAN_EVERY = Duration.ofHours(1);
    private static final int AT_ONCE = 8;
    private static final int MOST_DOUBLINGS = 16;

    @Inject
    DeliveryQueue queue;

    @Inject
    ChannelStore channels;

    @Inject
    Sender sender;

    @Inject
    TaskScheduler tasks;

    @Inject
    @ConfigProperties
    DeliveryConfig config;

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("baton-alerts-", 0).factory());

    void begin(@Observes @Priority(6) Startup startup) {
        tasks.start("alert-delivery", Schedule.every(PERIOD), this::round);
        tasks.start("alert-delivery-clean", Schedule.every(CLEAN_EVERY), this::clean);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private void round() {
        var room = free.availablePermits();
        if (room == 0) {
            return;
        }
        for (var channel : queue.claim(room)) {
            free.acquireUninterruptibly();
            try {
                threads.execute(() -> deliverAll(channel));
            } catch (RejectedExecutionException stopping) {
                free.release();
            }
        }
    }

    private void deliverAll(String name) {
        try {
            while (deliverNext(name)) {}
        } catch (RuntimeException | Error failed) {
            LOG.log(
                    Level.WARNING,
                    "alerts were not delivered to " + name + ", and will be: "
                            + failed.getClass().getName());
        } finally {
            free.release();
        }
    }

    /** False: nothing is left, or the receiver is left alone for now. */
    private boolean deliverNext(String name) {
        var channel = channels.find(name);
        var due = channel.filter(Channel::enabled).isEmpty()
                ? null
                : queue.next(name).orElse(null);
        if (due == null) {
            queue.release(name);
            return false;
        }
        return switch (sender.send(channel.get(), Message.parse(due.id(), due.message()))) {
            case Receipt.Delivered() -> {
                queue.settle(name, due.id(), "delivered", null);
                yield true;
            }
            case Receipt.Refused(var reason) -> {
                LOG.warning("alert channel " + name + " refused delivery " + due.id() + ": " + reason);
                queue.settle(name, due.id(), "refused", reason);
                yield true;
            }
            case Receipt.Failed(var reason, var after) -> {
                postpone(name, reason, after.orElse(Duration.ZERO));
                yield false;
            }
        };
    }

    private void postpone(String name, String reason, Duration wanted) {
        var failures = queue.failures(name);
        var doubled = PERIOD.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        var pause = doubled.compareTo(wanted) > 0 ? doubled : wanted;
        if (failures == 0) {
            LOG.warning("alert channel " + name + " failed: " + reason);
        }
        queue.postpone(name, reason, pause.compareTo(config.longestPause) > 0 ? config.longestPause : pause);
    }

    private void clean() {
        var expired = queue.clean(config.kept);
        if (expired > 0) {
            LOG.log(Level.WARNING, "{0} alert messages were given up: their receivers failed for too long", expired);
        }
    }
}
