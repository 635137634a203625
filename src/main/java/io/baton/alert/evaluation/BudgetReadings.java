package io.baton.alert.evaluation;

import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import io.baton.budget.BudgetWatch;
import io.baton.pricing.Repricing;
import io.baton.statistics.BudgetPace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Budgets: how far they are used up, and whether they will last. And usage without a cost. */
@ApplicationScoped
class BudgetReadings implements ReadingSource {
    /** Projections read weeks of the roll-up, and change slowly. */
    private static final int PERIODS_OF_A_PROJECTION = 4;

    @Inject
    BudgetWatch budgets;

    @Inject
    BudgetPace pace;

    @Inject
    Repricing repricing;

    @Inject
    @ConfigProperties
    AlertConfig config;

    private Projected projected = new Projected(Instant.MIN, List.of());

    private record Projected(Instant at, List<Reading> readings) {}

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.BUDGET_MARK, AlertRule.BUDGET_PACE, AlertRule.UNPRICED);
    }

    @Override
    public List<Reading> read(Instant now) {
        var readings = new ArrayList<>(projected(now));
        for (var used : budgets.used(now)) {
            var subject = "budget:" + used.owner() + "/" + used.period();
            readings.add(
                    Reading.of(AlertRule.BUDGET_MARK, subject, used.percent().doubleValue(), 0));
        }
        var unpriced = repricing.unpriced();
        if (unpriced > 0) {
            readings.add(Reading.of(AlertRule.UNPRICED, Reading.SITE, unpriced, unpriced));
        }
        return readings;
    }

    private synchronized List<Reading> projected(Instant now) {
        if (projected.at().isBefore(now.minus(config.period.multipliedBy(PERIODS_OF_A_PROJECTION)))) {
            var readings = pace.all(now).stream()
                    .map(each -> Reading.of(
                            AlertRule.BUDGET_PACE,
                            "budget:" + each.owner(),
                            each.percent().doubleValue(),
                            each.spent().doubleValue()))
                    .toList();
            projected = new Projected(now, readings);
        }
        return projected.readings();
    }
}
