package io.baton.monitoring;

import io.baton.platform.PeriodicTask;
import io.baton.platform.PeriodicTask.State;
import io.baton.platform.TaskScheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Lists the state of each periodic task. Down while an essential task is late. */
@Readiness
@ApplicationScoped
class PeriodicTasksHealthCheck implements HealthCheck {
    @Inject
    TaskScheduler tasks;

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("periodic-tasks")
                .status(tasks.all().stream().noneMatch(PeriodicTasksHealthCheck::isMissed));
        tasks.all().forEach(task -> response.withData(task.name(), text(task.state())));
        return response.build();
    }

    private static boolean isMissed(PeriodicTask task) {
        return task.isEssential() && task.state() == State.LATE;
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
