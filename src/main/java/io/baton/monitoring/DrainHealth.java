package io.baton.monitoring;

import io.baton.cluster.Drain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while this node is being drained: load balancers send nothing new, and leave open what is running. */
@Readiness
@ApplicationScoped
class DrainHealth implements HealthCheck {
    @Inject
    Drain drain;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("draining").status(!drain.isDraining()).build();
    }
}
