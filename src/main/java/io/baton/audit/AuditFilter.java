package io.baton.audit;

import io.baton.platform.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which records are wanted; each part may be null: any.
 *
 * @param userId of who acted
 * @param from   inclusive
 * @param to     exclusive
 */
record AuditFilter(String userId, Action action, String subject, Instant from, Instant to) {
    private static final int LONGEST_SUBJECT = 250;

    /** From query parameters, each of which may be null. Start and end are instants, or dates (UTC); the whole end date is included. */
    static AuditFilter parse(String userId, String action, String subject, String start, String end) {
        if (userId != null && !userId.matches("[0-9a-f]{32}")) {
            throw Problem.badField("userId", "problem.user-id");
        }
        if (subject != null && (subject.isBlank() || subject.length() > LONGEST_SUBJECT)) {
            throw Problem.badField("subject", "problem.length", "subject", LONGEST_SUBJECT);
        }
        var from = moment("start", start, 0);
        var to = moment("end", end, 1);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Problem.badField("start", "problem.start-end");
        }
        return new AuditFilter(
                userId, action(action), subject == null ? null : Problem.requireStorable("subject", subject), from, to);
    }

    private static Action action(String code) {
        return code == null
                ? null
                : Action.of(code).orElseThrow(() -> Problem.badField("action", "problem.one-of", "action", known()));
    }

    private static String known() {
        return Arrays.stream(Action.values()).map(Action::code).collect(Collectors.joining(", "));
    }

    private static Instant moment(String field, String text, int daysToAdd) {
        try {
            return Optional.ofNullable(text)
                    .map(given -> given.contains("T")
                            ? Instant.parse(given)
                            : LocalDate.parse(given)
                                    .plusDays(daysToAdd)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant())
                    .filter(moment -> isStorable(field, moment))
                    .orElse(null);
        } catch (DateTimeException notATime) {
            throw Problem.badField(field, "problem.date", field);
        }
    }

    private static boolean isStorable(String field, Instant moment) {
        var year = moment.atZone(ZoneOffset.UTC).getYear();
        if (year < 1970 || year > 9999) {
            throw Problem.badField(field, "problem.date", field);
        }
        return true;
    }
}
