package io.baton.alert.state;

import java.util.Comparator;
import java.util.List;

/**
 * One cause, one alert: an anomaly is not opened while an alert is open that explains it. A fixed limit goes before the anomaly of the
 * same figure. For failures a model goes before the site; for traffic and cost the site goes before its models, and a single user before
 * both. A model that fails also explains that the others get its traffic.
 */
final class Explanation {
    private Explanation() {}

    /** So that what explains is opened before what it explains, within one evaluation too. */
    static List<Reading> inOrder(List<Reading> readings) {
        return readings.stream()
                .sorted(Comparator.comparingInt((Reading reading) -> rank(reading.rule()))
                        .thenComparing(reading -> isSite(reading.subject()) != isSiteFirst(reading.rule()))
                        .thenComparing(Reading::subject))
                .toList();
    }

    private static int rank(AlertRule rule) {
        if (rule == AlertRule.USER_COST_ANOMALY) {
            return AlertRule.TRAFFIC_ANOMALY.ordinal() * 2 - 1;
        }
        return rule.ordinal() * 2;
    }

    private static boolean isSiteFirst(AlertRule rule) {
        return rule == AlertRule.TRAFFIC_ANOMALY || rule == AlertRule.COST_ANOMALY;
    }

    private static boolean isSite(String subject) {
        return subject.equals(Reading.SITE);
    }

    /** Whether an open alert explains that reading. */
    static boolean explains(AlertRule open, String subject, Reading reading) {
        var same = subject.equals(reading.subject());
        var wider = isSite(reading.subject());
        return switch (reading.rule()) {
            case ERROR_RATE_ANOMALY ->
                (open == AlertRule.ERROR_RATE || open == AlertRule.MODEL_CLOSED || open == reading.rule())
                        && (same || wider);
            case FIRST_TOKEN_ANOMALY ->
                (open == AlertRule.FIRST_TOKEN || open == AlertRule.MODEL_CLOSED || open == reading.rule())
                        && (same || wider);
            case TRAFFIC_ANOMALY ->
                open == AlertRule.USER_COST_ANOMALY
                        || open == reading.rule() && isSite(subject)
                        || !wider && (open == AlertRule.MODEL_CLOSED || open == AlertRule.ERROR_RATE);
            case COST_ANOMALY ->
                open == AlertRule.USER_COST_ANOMALY
                        || open == AlertRule.TRAFFIC_ANOMALY && (same || isSite(subject))
                        || open == reading.rule() && isSite(subject)
                        || !wider && (open == AlertRule.MODEL_CLOSED || open == AlertRule.ERROR_RATE);
            case ERROR_RATE,
                    FIRST_TOKEN,
                    MODEL_CLOSED,
                    BUDGET_MARK,
                    BUDGET_PACE,
                    UNPRICED,
                    DRIFT,
                    ESTIMATED_SHARE,
                    LOG_LAG,
                    REDIS_AWAY,
                    POOL_EXHAUSTED,
                    TASK_LATE,
                    NODE_LOST,
                    KEY_EXPIRY,
                    DELIVERY_LATE,
                    USER_COST_ANOMALY -> false;
        };
    }
}
