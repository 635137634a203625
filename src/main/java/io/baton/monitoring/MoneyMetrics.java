package io.baton.monitoring;

import io.baton.budget.BudgetAudit;
import io.baton.ledger.Partitions;
import io.baton.pricing.Repricing;
import io.baton.statistics.CounterAudit;
import io.baton.statistics.RollUpAudit;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Metrics on whether derived data agrees with the ledger. All of them should be zero. */
@ApplicationScoped
class MoneyMetrics {
    @Inject
    MetricRegistry metrics;

    @Inject
    CounterAudit counters;

    @Inject
    RollUpAudit rollUps;

    @Inject
    BudgetAudit budgets;

    @Inject
    Repricing repricing;

    @Inject
    Partitions partitions;

    void begin(@Observes @Priority(5) Startup startup) {
        metrics.gauge(
                "baton_live_figures_drifting", counters, audit -> audit.last().drifting());
        metrics.gauge(
                "baton_live_figures_repaired", counters, audit -> audit.last().repaired());
        metrics.gauge("baton_roll_up_drifting", rollUps, audit -> audit.last().drifting());
        metrics.gauge("baton_roll_up_repaired", rollUps, audit -> audit.last().repaired());
        metrics.gauge("baton_budget_accounts_repaired", budgets, BudgetAudit::repaired);
        metrics.gauge("baton_attempts_unpriced", repricing, Repricing::unpriced);
        metrics.gauge("baton_attempts_without_partition", partitions, Partitions::moved);
    }
}
