package io.baton.monitoring;

import io.baton.cluster.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while PostgreSQL has stored no heartbeat within the lease: no question can be stored, and other nodes may count this one
 * as dead. Takes no connection, so an exhausted pool does not count.
 */
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {
    @Inject
    Lease lease;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("postgresql")
                .status(!lease.hasExpired())
                .build();
    }
}
