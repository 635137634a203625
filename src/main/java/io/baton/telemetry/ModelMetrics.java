package io.baton.telemetry;

import io.baton.catalog.Catalog;
import io.baton.model.Model;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * The metrics of each model in the catalogue. Whatever is not in the catalogue counts as {@code other}, so the number of series is
 * bounded.
 */
@ApplicationScoped
public class ModelMetrics {
    private static final String OTHER = "other";

    @Inject
    MetricRegistry metrics;

    @Inject
    Catalog catalog;

    private Map<String, ModelMeters> meters;
    private ModelMeters other;

    /** At the start of the application, so that counters are seen at zero before they rise. */
    void begin(@Observes @Priority(5) Startup startup) {}

    @PostConstruct
    void register() {
        meters = catalog.models().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Model::id, model -> new ModelMeters(metrics, model.provider(), model.id())));
        other = new ModelMeters(metrics, OTHER, OTHER);
    }

    /** Of a model, or of no model if answers are repeated; a look-up in a map, so keep the result while an attempt runs. */
    public ModelMeters of(Model model) {
        return model.isRepeated() ? other : meters.getOrDefault(model.id(), other);
    }
}
