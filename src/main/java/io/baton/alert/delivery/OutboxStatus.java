package io.baton.alert.delivery;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * What waits in the outbox, of all nodes, read every five seconds. The check is always up: alerts that can't be delivered keep no answer
 * waiting.
 */
@Readiness
@ApplicationScoped
class OutboxStatus implements HealthCheck {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    @Inject
    DeliveryQueue queue;

    @Inject
    TaskScheduler tasks;

    @Inject
    MetricRegistry metrics;

    private volatile DeliveryQueue.Waiting waiting = DeliveryQueue.Waiting.NOTHING;

    void begin(@Observes @Priority(6) Startup startup) {
        metrics.gauge("baton_alert_messages_waiting", () -> waiting.messages());
        metrics.gauge("baton_alert_messages_waiting_seconds", () -> waiting.seconds());
        tasks.start("alert-outbox-status", Schedule.every(PERIOD), () -> waiting = queue.waiting());
    }

    @Override
    public HealthCheckResponse call() {
        var now = waiting;
        var response = HealthCheckResponse.named("alerts")
                .up()
                .withData("degraded", !now.failing().isEmpty())
                .withData("waiting", now.messages());
        return now.failing().isEmpty()
                ? response.build()
                : response.withData("reason", "failing channels: " + now.failing())
                        .build();
    }
}
