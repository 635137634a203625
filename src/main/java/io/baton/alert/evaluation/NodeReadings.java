package io.baton.alert.evaluation;

import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What each node has reported about itself; {@link NodeReport} writes it. */
@ApplicationScoped
class NodeReadings implements ReadingSource {
    static final Set<AlertRule> RULES = EnumSet.of(
            AlertRule.MODEL_CLOSED,
            AlertRule.DRIFT,
            AlertRule.LOG_LAG,
            AlertRule.REDIS_AWAY,
            AlertRule.POOL_EXHAUSTED,
            AlertRule.TASK_LATE,
            AlertRule.KEY_EXPIRY);

    @Inject
    NodeReadingStore reports;

    @Override
    public Set<AlertRule> rules() {
        return RULES;
    }

    @Override
    public List<Reading> read(Instant now) {
        return reports.fresh();
    }
}
