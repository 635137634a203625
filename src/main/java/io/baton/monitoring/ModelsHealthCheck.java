package io.baton.monitoring;

import io.baton.catalog.Catalog;
import io.baton.model.Model;
import io.baton.routing.ModelHealth;
import io.baton.routing.ModelHealth.State;
import io.baton.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Lists the models and providers that are out, and why: those that this node can't connect to, and, as of the last sample, models that
 * fail, are paused or busy. Always up: other models stand in, and if a provider is down for all nodes, no node would be left.
 */
@Readiness
@ApplicationScoped
class ModelsHealthCheck implements HealthCheck {
    @Inject
    Catalog catalog;

    @Inject
    ModelHealth health;

    @Inject
    SampledMetrics samples;

    @Inject
    Router router;

    @Override
    public HealthCheckResponse call() {
        var unreachable = catalog.models().stream()
                .filter(health::isUnreachable)
                .map(Model::id)
                .collect(Collectors.joining(","));
        var unavailable = list(samples.states(), state -> state != State.AVAILABLE && state != State.DISABLED);
        var unconnected = list(outages(), reason -> true);
        var reason = Stream.of(unavailable, unconnected)
                .filter(list -> !list.isEmpty())
                .collect(Collectors.joining(","));
        return Degradation.of("models", Optional.of(reason).filter(text -> !text.isEmpty()))
                .withData("unreachable", unreachable)
                .build();
    }

    /** By provider. */
    private Map<String, String> outages() {
        var outages = new TreeMap<String, String>();
        router.connections().forEach((provider, connections) -> {
            if (connections.outage() != null) {
                outages.put(provider, connections.outage());
            }
        });
        return outages;
    }

    /** As {@code qwen=refused}, comma-separated. */
    private static <T> String list(Map<String, T> all, Predicate<T> filter) {
        return all.entrySet().stream()
                .filter(each -> filter.test(each.getValue()))
                .map(each -> each.getKey() + "=" + each.getValue().toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
