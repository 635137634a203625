package io.baton.monitoring;

import io.baton.platform.PeriodicTask;
import io.baton.platform.PeriodicTask.State;
import io.baton.platform.TaskScheduler;
import io.baton.statistics.CounterAudit;
import io.baton.statistics.RollUpAudit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports whether statistics are behind the ledger. Always up: answers and their books do not need them. */
@Readiness
@ApplicationScoped
class StatisticsHealthCheck implements HealthCheck {
    private static final Set<String> TASKS = Set.of("ledger-relay", "live-figures-audit", "roll-up-audit");

    @Inject
    TaskScheduler tasks;

    @Inject
    CounterAudit counters;

    @Inject
    RollUpAudit rollUps;

    @Override
    public HealthCheckResponse call() {
        var behind = tasks.all().stream()
                .filter(task -> TASKS.contains(task.name()) && task.state() != State.OK)
                .map(PeriodicTask::name)
                .sorted()
                .collect(Collectors.joining(","));
        var drifting = counters.last().drifting() + rollUps.last().drifting();
        var reason = behind.isEmpty() && drifting > 0 ? "drift" : behind;
        return Degradation.of("statistics", Optional.of(reason).filter(text -> !text.isEmpty()))
                .build();
    }
}
