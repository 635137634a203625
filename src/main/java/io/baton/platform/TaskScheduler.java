package io.baton.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs all periodic tasks, each on its own thread, until the application stops. Catches, counts and logs
 * whatever a run throws and continues with the next run; interrupts a run that hangs. Nothing else schedules.
 */
@ApplicationScoped
public class TaskScheduler {
    private static final Logger LOG = Logger.getLogger(TaskScheduler.class.getName());
    private static final Duration WATCH_PERIOD = Duration.ofSeconds(5);
    private static final Duration LEAST_PAUSE_AFTER_FAILURE = Duration.ofMillis(250);

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private final ExecutorService platform = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("baton-task-", 0).factory());
    private final List<PeriodicTask> tasks = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Frees runs that hang. */
    @PostConstruct
    void watch() {
        start("task-watch", Schedule.every(WATCH_PERIOD).onPlatformThread(), () -> {
            for (var task : tasks) {
                if (task.interruptIfHanging(System.nanoTime())) {
                    LOG.severe("periodic task " + task.name() + " hung and was interrupted");
                }
            }
        });
    }

    /** One run of a task; may throw anything. */
    @FunctionalInterface
    public interface Run {
        void run() throws Exception;
    }

    /** Starts the task; the first run comes after the first pause. */
    public void start(String name, Schedule schedule, Run run) {
        launch(add(name, schedule), run);
    }

    /**
     * Like {@link #start}, but completes the first run before it returns. A failure of that run is counted and does not
     * abort the start.
     */
    public void startAtOnce(String name, Schedule schedule, Run run) {
        var task = add(name, schedule);
        runOnce(task, run);
        launch(task, run);
    }

    private void launch(PeriodicTask task, Run run) {
        (task.needsPlatformThread() ? platform : virtual).execute(() -> repeat(task, run));
    }

    private PeriodicTask add(String name, Schedule schedule) {
        var task = new PeriodicTask(name, schedule, System.nanoTime());
        tasks.add(task);
        return task;
    }

    public List<PeriodicTask> all() {
        return List.copyOf(tasks);
    }

    /** The work on one item; may throw anything. */
    @FunctionalInterface
    public interface Work<T> {
        void on(T each) throws Exception;
    }

    /** Processes all items, even after a failure; then throws if any failed. */
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
        platform.shutdownNow();
    }

    void repeat(PeriodicTask task, Run run) {
        var pause = task.pause();
        while (!isStoppedWithin(pause)) {
            pause = runOnce(task, run) ? task.pause() : atLeast(LEAST_PAUSE_AFTER_FAILURE, task.pause());
        }
    }

    private boolean runOnce(PeriodicTask task, Run run) {
        task.started(System.nanoTime());
        try {
            run.run();
            reportRecovery(task, task.succeeded(System.nanoTime()));
            return true;
        } catch (Throwable thrown) {
            if (task.failed(System.nanoTime(), thrown) && stopping.getCount() > 0) {
                reportFailure(task, thrown);
            }
            return false;
        }
    }

    /** Ignores an interrupt left over from a run: only the end of the application ends the loop. */
    private boolean isStoppedWithin(Duration pause) {
        try {
            return stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException leftOver) {
            return stopping.getCount() == 0;
        }
    }

    /** Must not throw, even if there is no memory to format a message. */
    private static void reportFailure(PeriodicTask task, Throwable thrown) {
        try {
            var message = "periodic task %s failed (%d in a row, %d since the start)"
                    .formatted(task.name(), task.failuresInARow(), task.failures());
            var level = DatabaseFailure.isTransient(thrown) ? Level.WARNING : Level.SEVERE;
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
