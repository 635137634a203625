package io.baton.alert.state;

import io.baton.platform.Language;
import java.time.Instant;

/**
 * An alert for admins.
 *
 * @param name     of the rule, in the caller's language, as {@code detail} is
 * @param severe   whether it is or was worse
 * @param value    the last reading beyond the limit, in {@code unit}
 * @param observed what an anomaly measured; absent otherwise
 * @param expected what is usual; absent otherwise
 */
public record AlertView(
        String id,
        String rule,
        String name,
        String subject,
        int episode,
        String state,
        boolean severe,
        double value,
        double limit,
        String unit,
        Double observed,
        Double expected,
        String detail,
        Instant openedAt,
        Instant acknowledgedAt,
        String acknowledgedBy,
        Instant resolvedAt) {
    static AlertView of(AlertEntity alert, Language language) {
        return new AlertView(
                alert.id.toString(),
                alert.rule,
                AlertText.name(alert.rule, language),
                alert.subject,
                alert.episode,
                alert.state,
                alert.severe,
                alert.value,
                alert.limit,
                alert.rule().unit().code(),
                alert.observed,
                alert.expected,
                AlertText.detail(alert, language),
                alert.openedAt,
                alert.acknowledgedAt,
                alert.acknowledgedBy,
                alert.resolvedAt);
    }
}
