package io.baton.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The calendar days and months of a time zone. Each new period has a new account, so nothing is ever reset. */
public enum BudgetPeriod {
    DAY,
    MONTH;

    private static final int LENGTH_OF_MONTH = "2026-11".length();

    /** One period. It begins and ends at midnight in its zone, so a day may have 23 or 25 hours. */
    record Span(LocalDate first, Instant begins, Instant ends) {}

    /** The period that contains {@code moment}. */
    Span of(Instant moment, ZoneId zone) {
        var day = day(moment, zone);
        var first = this == MONTH ? day.withDayOfMonth(1) : day;
        var next = this == MONTH ? first.plusMonths(1) : first.plusDays(1);
        return new Span(first, begin(first, zone), begin(next, zone));
    }

    /** The first moment of the period that contains {@code moment}. */
    public Instant begins(Instant moment, ZoneId zone) {
        return of(moment, zone).begins();
    }

    /** The first moment of the next period. */
    public Instant ends(Instant moment, ZoneId zone) {
        return of(moment, zone).ends();
    }

    /** {@code 2026-11-28} or {@code 2026-11}. */
    String label(Instant moment, ZoneId zone) {
        var first = of(moment, zone).first().toString();
        return this == MONTH ? first.substring(0, LENGTH_OF_MONTH) : first;
    }

    /** What has such a label. */
    static BudgetPeriod labelled(String label) {
        return label.length() > LENGTH_OF_MONTH ? DAY : MONTH;
    }

    /** Where clocks go back over midnight, a date comes twice; it has begun when it comes first, and the day before is over then. */
    private static LocalDate day(Instant moment, ZoneId zone) {
        var date = LocalDate.ofInstant(moment, zone);
        return begin(date.plusDays(1), zone).isAfter(moment) ? date : date.plusDays(1);
    }

    private static Instant begin(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }
}
