package io.baton.monitoring;

import io.baton.budget.Holds;
import io.baton.catalog.Catalog;
import io.baton.model.Model;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.routing.ModelHealth;
import io.baton.routing.ModelHealth.State;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What Redis and PostgreSQL know: the health of each model, and the holds. Read every ten seconds, so no scrape waits for them. */
@ApplicationScoped
class SampledMetrics {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    @Inject
    MetricRegistry metrics;

    @Inject
    Catalog catalog;

    @Inject
    ModelHealth health;

    @Inject
    Holds holds;

    @Inject
    TaskScheduler tasks;

    private final Map<String, State> states = new ConcurrentHashMap<>();
    private volatile Holds.Total held = Holds.Total.NONE;

    void begin(@Observes @Priority(5) Startup startup) {
        catalog.models().forEach(this::register);
        metrics.gauge("baton_holds", () -> held.count());
        metrics.gauge("baton_holds_dollars", () -> held.amount());
        tasks.start("metric-samples", Schedule.every(PERIOD), this::sample);
    }

    private void register(Model model) {
        states.put(model.id(), State.AVAILABLE);
        for (var state : State.values()) {
            metrics.gauge(
                    "baton_model_state",
                    () -> states.get(model.id()) == state ? 1 : 0,
                    new Tag("gen_ai_provider_name", model.provider()),
                    new Tag("gen_ai_request_model", model.id()),
                    new Tag("state", state.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** As of the last sample, by the id of the model. */
    Map<String, State> states() {
        return new TreeMap<>(states);
    }

    private void sample() {
        catalog.models()
                .forEach(model -> states.put(model.id(), health.of(model).state()));
        held = holds.total();
    }
}
