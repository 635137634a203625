package io.baton.monitoring;

import io.baton.catalog.Catalog;
import io.baton.model.Model;
import io.baton.routing.ModelHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Lists the models that this node can't connect to. Always up: other models stand in, and if the provider is down for
 * all nodes, no node would be left.
 */
@Readiness
@ApplicationScoped
class ModelsHealthCheck implements HealthCheck {
    @Inject
    Catalog catalog;

    @Inject
    ModelHealth health;

    @Override
    public HealthCheckResponse call() {
        var unreachable = catalog.models().stream()
                .filter(health::isUnreachable)
                .map(Model::id)
                .collect(Collectors.joining(","));
        return HealthCheckResponse.named("models")
                .up()
                .withData("unreachable", unreachable)
                .build();
    }
}
