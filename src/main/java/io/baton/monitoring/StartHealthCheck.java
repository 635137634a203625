package io.baton.monitoring;

import io.baton.platform.TaskScheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started once migrations, catalogue and settings were found good and the periodic tasks run; else the node does not start at all. */
@Startup
@ApplicationScoped
class StartHealthCheck implements HealthCheck {
    @Inject
    TaskScheduler tasks;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("application")
                .up()
                .withData("periodic-tasks", tasks.all().size())
                .build();
    }
}
