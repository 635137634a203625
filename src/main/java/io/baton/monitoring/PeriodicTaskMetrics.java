package io.baton.monitoring;

import io.baton.platform.PeriodicTask;
import io.baton.platform.PeriodicTask.State;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The state of each periodic task, for {@code /metrics}. */
@ApplicationScoped
class PeriodicTaskMetrics {
    /** Runs after all tasks have started. */
    private static final int LAST = 10;

    @Inject
    MetricRegistry metrics;

    @Inject
    TaskScheduler tasks;

    void begin(@Observes @Priority(LAST) Startup startup) {
        tasks.all().forEach(this::register);
    }

    private void register(PeriodicTask task) {
        var name = new Tag("task", task.name());
        metrics.gauge("baton_periodic_task_failures", task, PeriodicTask::failures, name);
        metrics.gauge("baton_periodic_task_failures_in_a_row", task, PeriodicTask::failuresInARow, name);
        metrics.gauge("baton_periodic_task_interrupts", task, PeriodicTask::interrupts, name);
        metrics.gauge(
                "baton_periodic_task_seconds_since_success",
                task,
                each -> each.sinceSuccess().toSeconds(),
                name);
        metrics.gauge("baton_periodic_task_late", task, each -> each.state() == State.LATE ? 1 : 0, name);
    }
}
