package io.baton.monitoring;

import io.baton.answerlog.LogReplicator;
import io.baton.chat.StatelessAnswers;
import io.baton.generation.RunningAnswers;
import io.baton.limits.ReaderLimit;
import io.baton.token.Issuers;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What this node is doing: answers, readers, and how far the log in Redis is behind. All of it is in memory. */
@ApplicationScoped
class LoadMetrics {
    private static final String KIND = "kind";

    @Inject
    MetricRegistry metrics;

    @Inject
    RunningAnswers answers;

    @Inject
    ReaderLimit readers;

    @Inject
    StatelessAnswers completions;

    @Inject
    LogReplicator replicator;

    @Inject
    Issuers issuers;

    void begin(@Observes @Priority(5) Startup startup) {
        gauge("baton_answers_running", answers::count);
        gauge("baton_answers_running_taken_over", answers::resumed);
        gauge("baton_readers", readers::open, new Tag(KIND, "conversation"));
        gauge("baton_readers", completions::open, new Tag(KIND, "completion"));
        gauge("baton_log_replication_lag_seconds", () -> replicator.lag().toMillis() / 1_000.0);
        gauge("baton_log_replication_queue", replicator::waiting);
        gauge("baton_log_replication_postponed", replicator::postponed);
        gauge("baton_issuers_unavailable", () -> issuers.away().size());
        gauge("baton_redis_degraded", () -> replicator.isDegraded() ? 1 : 0);
    }

    /** Reads the figure once here: a bean that does not exist yet can't be created during a scrape. */
    private void gauge(String name, Supplier<Number> figure, Tag... labels) {
        figure.get();
        metrics.gauge(name, figure, labels);
    }
}
