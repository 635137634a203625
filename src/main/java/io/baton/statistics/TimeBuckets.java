package io.baton.statistics;

import io.baton.ledger.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hours, days, weeks or months of a time zone that a period touches. Only Java's time zone rules apply: those of the database
 * may have another version, and it reads offsets with the opposite sign. An hour that the clock shows twice is one bucket.
 *
 * @param begins the first moment of each bucket, ascending; the first is not after the begin of the period
 * @param labels one for each, such as {@code 2026-11-23}
 */
record TimeBuckets(List<Instant> begins, List<String> labels) {
    /** The length of a bucket; weeks are those of ISO 8601. */
    public enum Group {
        HOUR,
        DAY,
        WEEK,
        MONTH
    }

    private static final int QUARTER_MINUTES = 15;
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH':00'", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);

    TimeBuckets {
        begins = List.copyOf(begins);
        labels = List.copyOf(labels);
    }

    static TimeBuckets of(Period period, Group group, ZoneId zone) {
        return group == Group.HOUR ? hours(period, zone) : dates(period, group, zone);
    }

    /** The offset of every zone in use is a multiple of a quarter of an hour, at every moment. */
    private static TimeBuckets hours(Period period, ZoneId zone) {
        var begins = new ArrayList<Instant>();
        var labels = new ArrayList<String>();
        LocalDateTime shown = null;
        var moment = period.from().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
        for (; moment.isBefore(period.to()); moment = moment.plus(QUARTER_MINUTES, ChronoUnit.MINUTES)) {
            var hour = LocalDateTime.ofInstant(moment, zone).truncatedTo(ChronoUnit.HOURS);
            if (!hour.equals(shown)) {
                begins.add(moment);
                labels.add(HOUR.format(hour));
                shown = hour;
            }
        }
        return new TimeBuckets(begins, labels);
    }

    private static TimeBuckets dates(Period period, Group group, ZoneId zone) {
        var begins = new ArrayList<Instant>();
        var labels = new ArrayList<String>();
        var date = first(LocalDate.ofInstant(period.from(), zone), group);
        while (begin(date, zone).isBefore(period.to())) {
            begins.add(begin(date, zone));
            labels.add(label(date, group));
            date = next(date, group);
        }
        return new TimeBuckets(begins, labels);
    }

    private static Instant begin(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }

    private static LocalDate first(LocalDate date, Group group) {
        return switch (group) {
            case HOUR, DAY -> date;
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> date.withDayOfMonth(1);
        };
    }

    private static LocalDate next(LocalDate date, Group group) {
        return switch (group) {
            case HOUR, DAY -> date.plusDays(1);
            case WEEK -> date.plusWeeks(1);
            case MONTH -> date.plusMonths(1);
        };
    }

    private static String label(LocalDate date, Group group) {
        return switch (group) {
            case HOUR, DAY -> date.toString();
            case WEEK ->
                "%04d-W%02d"
                        .formatted(date.get(IsoFields.WEEK_BASED_YEAR), date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> MONTH.format(date);
        };
    }
}
