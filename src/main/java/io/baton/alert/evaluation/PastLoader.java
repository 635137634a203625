package io.baton.alert.evaluation;

import io.baton.alert.evaluation.Past.Counts;
import io.baton.alert.state.Reading;
import io.baton.statistics.UsageHistory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Loads what an evaluation compares with: a few quarter-hours of each week, by the primary keys of the roll-ups. */
@ApplicationScoped
class PastLoader {
    /** Of the longest span that is compared. */
    private static final int QUARTERS = 5;

    private static final Duration WEEK = Duration.ofDays(7);

    @Inject
    UsageHistory history;

    @Inject
    @ConfigProperties
    AlertConfig config;

    private Begins begins = new Begins(Instant.MIN, List.of());

    /** When models were first used, as of a quarter-hour; it takes longer to find than all else. */
    private record Begins(Instant asOf, List<UsageHistory.Begin> all) {}

    Past load(Instant now) {
        var past = new Past(config.historyWeeks);
        for (var quarter : history.quarters(buckets(now, QUARTERS))) {
            var counts = new Counts(
                    quarter.attempts(), quarter.errors(), quarter.cost().doubleValue());
            past.add(Reading.model(quarter.model()), quarter.bucket(), counts);
            past.add(Reading.SITE, quarter.bucket(), counts);
        }
        for (var first : history.firstTokens(buckets(now, 2))) {
            var subject = first.model().isEmpty() ? Reading.SITE : Reading.model(first.model());
            past.firstToken(subject, first.bucket(), first.millis());
        }
        for (var begin : begins(now)) {
            past.begin(Reading.model(begin.model()), begin.bucket());
            past.begin(Reading.SITE, begin.bucket());
        }
        return past;
    }

    private synchronized List<UsageHistory.Begin> begins(Instant now) {
        var quarter = Past.quarter(now);
        if (!begins.asOf().equals(quarter)) {
            var since = quarter.minus(WEEK.multipliedBy(config.historyWeeks + 1L));
            begins = new Begins(quarter, history.begins(since));
        }
        return begins.all();
    }

    /** The last quarters up to the one that is under way, of now and of each week before. */
    private List<Instant> buckets(Instant now, int quarters) {
        var moments = new ArrayList<>(Past.weeksBefore(now, config.historyWeeks));
        moments.add(now);
        return moments.stream()
                .map(Past::quarter)
                .<Instant>mapMulti((bucket, sink) -> {
                    for (var back = 0; back < quarters; back++) {
                        sink.accept(bucket.minus(Past.QUARTER.multipliedBy(back)));
                    }
                })
                .toList();
    }
}
