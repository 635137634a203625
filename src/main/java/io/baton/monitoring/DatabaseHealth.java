package io.baton.monitoring;

import io.baton.cluster.Lease;
import io.baton.outage.OutageReason;
import io.baton.platform.PeriodicTask;
import io.baton.platform.TaskScheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while PostgreSQL has stored no heartbeat within the lease: no question can be stored, and other nodes may count this one
 * as dead. Takes no connection, so an exhausted pool does not count. Says why the last heartbeat failed.
 */
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {
    @Inject
    Lease lease;

    @Inject
    TaskScheduler tasks;

    @Override
    public HealthCheckResponse call() {
        var check = HealthCheckResponse.named("postgresql");
        return lease.hasExpired()
                ? check.down().withData("reason", reason()).build()
                : check.up().build();
    }

    /** The heartbeat is late without a failure after this node was paused, or while a heartbeat waits for its time-out. */
    private String reason() {
        return tasks.all().stream()
                .filter(task -> task.name().equals("heartbeat"))
                .findFirst()
                .flatMap(PeriodicTask::failure)
                .map(failure -> OutageReason.of(failure).code())
                .orElse("late");
    }
}
