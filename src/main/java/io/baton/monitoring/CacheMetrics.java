package io.baton.monitoring;

import io.baton.answercache.AnswerCache;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What the answer cache has done on this node since its start. */
@ApplicationScoped
class CacheMetrics {
    @Inject
    MetricRegistry metrics;

    @Inject
    AnswerCache answers;

    void begin(@Observes @Priority(5) Startup startup) {
        lookups("hit", figures -> figures.hits());
        lookups("miss", figures -> figures.misses());
        lookups("broken", figures -> figures.broken());
        metrics.gauge(
                "baton_answer_cache_saved_dollars",
                answers,
                cache -> cache.figures().saved().dollars().doubleValue());
    }

    private void lookups(String result, ToDoubleFunction<AnswerCache.Figures> figure) {
        var metadata = Metadata.builder().withName("baton_answer_cache_lookups").build();
        metrics.gauge(metadata, answers, cache -> figure.applyAsDouble(cache.figures()), new Tag("result", result));
    }
}
