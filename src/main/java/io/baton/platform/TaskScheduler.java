package io.baton.platform;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs all that is repeated, each task on a virtual thread of its own, until the application ends. Whatever a run throws is
 * caught, counted and logged, and the next run comes. Nobody else schedules.
 */
@ApplicationScoped
public class TaskScheduler {
    private static final Logger LOG = Logger.getLogger(TaskScheduler.class.getName());
    private static final Duration LEAST_PAUSE_AFTER_FAILURE = Duration.ofMillis(250);

    @Inject
    @VirtualThreads
    ManagedExecutorService virtual;

    private final List<PeriodicTask> tasks = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** One run. May throw anything. */
    @FunctionalInterface
    public interface Run {
        void run() throws Exception;
    }

    /** Repeats it from now on; the first run comes after the first pause. */
    public void start(String name, Schedule schedule, Run run) {
        var task = add(name, schedule);
        virtual.execute(() -> repeat(task, run));
    }

    /** The same, but the first run is over when this returns; whatever it throws is counted too, and does not hinder the start. */
    public void startAtOnce(String name, Schedule schedule, Run run) {
        var task = add(name, schedule);
        runOnce(task, run);
        virtual.execute(() -> repeat(task, run));
    }

    private PeriodicTask add(String name, Schedule schedule) {
        var task = new PeriodicTask(name, schedule, System.nanoTime());
        tasks.add(task);
        return task;
    }

    public List<PeriodicTask> all() {
        return List.copyOf(tasks);
    }

    /** What is done to each of several. May throw anything. */
    @FunctionalInterface
    public interface Work<T> {
        void on(T each) throws Exception;
    }

    /** Does the work on each, also after one has failed; then throws if any has. */
    public static <T> void forEach(Collection<T> all, Work<T> work) {
        Throwable first = null;
        var failed = 0;
        for (var each : all) {
            try {
                work.on(each);
            } catch (Throwable thrown) {
                first = first == null ? thrown : first;
                failed++;
            }
        }
        if (first != null) {
            throw new IllegalStateException("%d of %d failed".formatted(failed, all.size()), first);
        }
    }

    @PreDestroy
    void stop() {
        stopping.countDown();
    }

    void repeat(PeriodicTask task, Run run) {
        var pause = task.pause();
        while (!isStoppedWithin(pause)) {
            pause = runOnce(task, run) ? task.pause() : atLeast(LEAST_PAUSE_AFTER_FAILURE, task.pause());
        }
    }

    private boolean runOnce(PeriodicTask task, Run run) {
        try {
            run.run();
            reportRecovery(task, task.succeeded(System.nanoTime()));
            return true;
        } catch (Throwable thrown) {
            if (task.failed(System.nanoTime()) && stopping.getCount() > 0) {
                reportFailure(task, thrown);
            }
            return false;
        }
    }

    /** Not interrupted by what interrupted a run: only the end of the application ends the repetition. */
    private boolean isStoppedWithin(Duration pause) {
        try {
            return stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException leftOver) {
            return stopping.getCount() == 0;
        }
    }

    /** Nor may it end the repetition that there is no memory to write a line. */
    private static void reportFailure(PeriodicTask task, Throwable thrown) {
        try {
            var message = "periodic task %s failed (%d in a row, %d since the start)"
                    .formatted(task.name(), task.failuresInARow(), task.failures());
            var level = DatabaseFailure.canHeal(thrown) ? Level.WARNING : Level.SEVERE;
            DatabaseFailure.log(LOG, level, message, thrown);
        } catch (Throwable unreportable) {
            // it is counted
        }
    }

    private static void reportRecovery(PeriodicTask task, long failures) {
        if (failures > 0) {
            LOG.info("periodic task %s works again after %d failures".formatted(task.name(), failures));
        }
    }

    private static Duration atLeast(Duration least, Duration duration) {
        return duration.compareTo(least) < 0 ? least : duration;
    }
}
