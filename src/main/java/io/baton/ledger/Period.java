package io.baton.ledger;

import io.baton.platform.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesException;

/**
 * A period of time.
 *
 * @param from inclusive
 * @param to   exclusive
 */
public record Period(Instant from, Instant to) {
    private static final Duration LONGEST = Duration.ofDays(5 * 366);

    /**
     * Parses both ends: each is an instant, or a date in {@code zone}. The whole end date is included.
     *
     * @param start null: the first of the current month
     * @param end   null: the end of the current second
     */
    public static Period parse(String start, String end, ZoneId zone, Instant now) {
        var firstOfMonth = now.atZone(zone)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay(zone)
                .toInstant();
        var from = start == null ? firstOfMonth : moment("start", start, zone, 0);
        var to = end == null ? now.plusSeconds(1) : moment("end", end, zone, 1);
        if (!from.isBefore(to)) {
            throw Problem.badField("start", "problem.start-end");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.badField("start", "problem.five-years");
        }
        return new Period(from, to);
    }

    /** This calendar month (UTC) up to the end of the current second. */
    public static Period monthToDate(Instant now) {
        return parse(null, null, ZoneOffset.UTC, now);
    }

    public static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (ZoneRulesException unknown) {
            throw Problem.badField("timeZone", "problem.zone-unknown");
        } catch (DateTimeException malformed) {
            throw Problem.badField("timeZone", "problem.zone");
        }
    }

    private static Instant moment(String field, String text, ZoneId zone, int daysToAdd) {
        try {
            var moment = text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text)
                            .plusDays(daysToAdd)
                            .atStartOfDay(zone)
                            .toInstant();
            var year = moment.atZone(zone).getYear();
            if (year >= 1970 && year <= 9999) {
                return moment;
            }
        } catch (DateTimeException notATime) {
            // reported below, like a year out of range
        }
        throw Problem.badField(field, "problem.date", field);
    }
}
