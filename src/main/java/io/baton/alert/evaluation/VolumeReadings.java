package io.baton.alert.evaluation;

import io.baton.alert.evaluation.Anomaly.Floor;
import io.baton.alert.evaluation.Past.Counts;
import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How unusual the traffic of the last fifteen minutes and the cost of the last hour are, by model and of the site. */
@ApplicationScoped
class VolumeReadings implements ReadingSource {
    /** In requests. */
    static final Floor TRAFFIC = new Floor(0.25, 5);
    /** In dollars. */
    static final Floor COST = new Floor(0.3, 0.25);

    static final Duration TRAFFIC_SPAN = Duration.ofMinutes(15);
    static final Duration COST_SPAN = Duration.ofHours(1);

    @Inject
    PastLoader loader;

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.TRAFFIC_ANOMALY, AlertRule.COST_ANOMALY);
    }

    @Override
    public List<Reading> read(Instant now) {
        var past = loader.load(now);
        return past.subjects().stream()
                .flatMap(subject -> readings(subject, past, now).stream())
                .toList();
    }

    static List<Reading> readings(String subject, Past past, Instant now) {
        var readings = new ArrayList<Reading>();
        var traffic = past.until(subject, now, TRAFFIC_SPAN).attempts();
        var usual = past.inWeeksBefore(subject, now, TRAFFIC_SPAN, Counts::attempts);
        var noise = usual.isEmpty() ? 0 : Anomaly.noiseOfCount(Anomaly.median(usual));
        Anomaly.eitherWay(traffic, usual, TRAFFIC, noise)
                .map(found -> ModelReadings.reading(
                        AlertRule.TRAFFIC_ANOMALY, subject, found, Math.max(traffic, found.expected()), traffic))
                .ifPresent(readings::add);
        var cost = past.until(subject, now, COST_SPAN).cost();
        Anomaly.above(cost, past.inWeeksBefore(subject, now, COST_SPAN, Counts::cost), COST, 0)
                .map(found -> ModelReadings.reading(AlertRule.COST_ANOMALY, subject, found, cost, cost))
                .ifPresent(readings::add);
        return readings;
    }
}
