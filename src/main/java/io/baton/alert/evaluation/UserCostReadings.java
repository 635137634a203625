package io.baton.alert.evaluation;

import io.baton.alert.evaluation.Anomaly.Floor;
import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import io.baton.alert.state.RuleStore;
import io.baton.statistics.UsageHistory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How unusual the last hour of each user is who has spent something worth mentioning, among the hours of the last four weeks in which
 * they spent anything. The same hour of other weeks would say little: most hours of one person are empty.
 */
@ApplicationScoped
class UserCostReadings implements ReadingSource {
    /** In dollars. */
    static final Floor COST = new Floor(0.5, 0.03);

    private static final Duration PAST = Duration.ofDays(28);
    private static final int QUARTERS_BEFORE = 3;
    private static final int LEAST_HOURS = 5;

    @Inject
    UsageHistory history;

    @Inject
    RuleStore rules;

    @Override
    public Set<AlertRule> rules() {
        return Set.of(AlertRule.USER_COST_ANOMALY);
    }

    @Override
    public List<Reading> read(Instant now) {
        var limits = rules.all().get(AlertRule.USER_COST_ANOMALY);
        var begin = Past.quarter(now).minus(Past.QUARTER.multipliedBy(QUARTERS_BEFORE));
        return history.spenders(begin, BigDecimal.valueOf(limits.leastVolume())).stream()
                .flatMap(spent -> reading(spent, begin).stream())
                .toList();
    }

    private Optional<Reading> reading(UsageHistory.Spent spent, Instant begin) {
        var hours = history.spentByHour(spent.userId(), begin.minus(PAST), begin).stream()
                .map(BigDecimal::doubleValue)
                .toList();
        return reading("user:" + spent.userId(), spent.cost().doubleValue(), hours);
    }

    static Optional<Reading> reading(String subject, double cost, List<Double> hours) {
        return hours.size() < LEAST_HOURS
                ? Optional.empty()
                : Anomaly.above(cost, hours, COST, 0)
                        .map(found -> ModelReadings.reading(AlertRule.USER_COST_ANOMALY, subject, found, cost, cost));
    }
}
