package io.baton.monitoring;

import io.baton.platform.PeriodicTask;
import io.baton.platform.TaskScheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down only when nothing but a new start helps: a task without which the node can't work hangs, for minutes and in spite of interrupts.
 * Nothing outside this process, such as PostgreSQL, makes it so.
 */
@Liveness
@ApplicationScoped
class StuckTasksHealthCheck implements HealthCheck {
    @Inject
    TaskScheduler tasks;

    @Override
    public HealthCheckResponse call() {
        var stuck = tasks.all().stream()
                .filter(task -> task.isEssential() && task.isStuck())
                .map(PeriodicTask::name)
                .collect(Collectors.joining(","));
        return HealthCheckResponse.named("stuck-tasks")
                .status(stuck.isEmpty())
                .withData("tasks", stuck)
                .build();
    }
}
