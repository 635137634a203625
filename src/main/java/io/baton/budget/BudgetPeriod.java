package io.baton.budget;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The periods of budgets, in UTC. Each new period has a new account, so nothing is ever reset. */
public enum BudgetPeriod {
    DAY("yyyy-MM-dd", ChronoUnit.DAYS),
    MONTH("yyyy-MM", ChronoUnit.MONTHS);

    private final DateTimeFormatter format;
    private final ChronoUnit unit;

    BudgetPeriod(String pattern, ChronoUnit unit) {
        this.format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
        this.unit = unit;
    }

    /** The name of the period that contains {@code moment}: {@code 2026-11-23} or {@code 2026-11}. */
    String key(Instant moment) {
        return format.format(moment);
    }

    /** The first moment of the period that contains {@code moment}. */
    public Instant begins(Instant moment) {
        return begin(moment).toInstant();
    }

    /** The first moment of the next period. */
    public Instant ends(Instant moment) {
        return begin(moment).plus(1, unit).toInstant();
    }

    private ZonedDateTime begin(Instant moment) {
        var day = moment.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
        return this == MONTH ? day.withDayOfMonth(1) : day;
    }
}
