package io.baton.alert.evaluation;

import io.baton.alert.evaluation.Anomaly.Floor;
import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import io.baton.ledger.RecentAttempts;
import io.baton.ledger.RecentAttempts.Sums;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Failures, first outputs and estimates of each model within the window, and how unusual they are. */
@ApplicationScoped
class ModelReadings implements ReadingSource {
    /** In percent. */
    static final Floor ERRORS = new Floor(0.25, 1);
    /** In milliseconds. */
    static final Floor FIRST_TOKENS = new Floor(0.25, 150);
    /** Failures of the same time of each week before. */
    static final Duration ERRORS_SPAN = Duration.ofMinutes(30);

    @Inject
    RecentAttempts attempts;

    @Inject
    PastLoader loader;

    @Inject
    @ConfigProperties
    AlertConfig config;

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(
                AlertRule.ERROR_RATE,
                AlertRule.FIRST_TOKEN,
                AlertRule.ESTIMATED_SHARE,
                AlertRule.ERROR_RATE_ANOMALY,
                AlertRule.FIRST_TOKEN_ANOMALY);
    }

    @Override
    public List<Reading> read(Instant now) {
        var past = loader.load(now);
        var readings = new ArrayList<Reading>();
        for (var sums : attempts.endedSince(now.minus(config.window))) {
            if (sums.model() != null) {
                readings.addAll(fixed(Reading.model(sums.model()), sums));
            }
            readings.addAll(
                    anomalies(sums.model() == null ? Reading.SITE : Reading.model(sums.model()), sums, past, now));
        }
        return readings;
    }

    static List<Reading> fixed(String subject, Sums sums) {
        var readings = new ArrayList<Reading>();
        var rate = errorRate(sums);
        var atLeast = Anomaly.lowerBound(rate, sums.attempts());
        readings.add(new Reading(AlertRule.ERROR_RATE, subject, atLeast, sums.attempts(), rate, null));
        if (sums.answered() > 0) {
            readings.add(Reading.of(AlertRule.FIRST_TOKEN, subject, sums.firstOutput90(), sums.answered()));
        }
        if (sums.billed() > 0) {
            var share = 100.0 * sums.estimated() / sums.billed();
            var least = Anomaly.lowerBound(share, sums.billed());
            readings.add(new Reading(AlertRule.ESTIMATED_SHARE, subject, least, sums.billed(), share, null));
        }
        return readings;
    }

    private static double errorRate(Sums sums) {
        return sums.attempts() == 0 ? 0 : 100.0 * sums.errors() / sums.attempts();
    }

    static List<Reading> anomalies(String subject, Sums sums, Past past, Instant now) {
        var readings = new ArrayList<Reading>();
        var rate = errorRate(sums);
        var atLeast = Anomaly.lowerBound(rate, sums.attempts());
        Anomaly.above(atLeast, past.errorRates(subject, now, ERRORS_SPAN), ERRORS, 0)
                .map(found -> reading(AlertRule.ERROR_RATE_ANOMALY, subject, found, sums.attempts(), rate))
                .ifPresent(readings::add);
        if (sums.answered() > 0) {
            var millis = (double) sums.firstOutput75();
            Anomaly.above(millis, past.firstTokens(subject, now), FIRST_TOKENS, 0)
                    .map(found -> reading(AlertRule.FIRST_TOKEN_ANOMALY, subject, found, sums.answered(), millis))
                    .ifPresent(readings::add);
        }
        return readings;
    }

    static Reading reading(AlertRule rule, String subject, Anomaly found, double volume, double observed) {
        return new Reading(rule, subject, found.score(), volume, observed, found.expected());
    }
}
