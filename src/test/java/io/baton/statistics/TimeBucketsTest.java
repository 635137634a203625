package io.baton.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.ledger.Period;
import io.baton.statistics.TimeBuckets.Group;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeBucketsTest {
    private static final long SEED = 42;

    /** Against the calendar asked moment by moment, over years with all their changes of the clock. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "Africa/Cairo",
                "+05:30",
                "UTC-3"
            })
    void everyMomentFallsIntoItsOwnPeriod(String name) {
        var zone = ZoneId.of(name);
        var random = new Random(SEED);
        for (var group : Group.values()) {
            for (var round = 0; round < 20; round++) {
                var from = quarter(Instant.parse("2024-01-01T00:00:00Z").plusSeconds(random.nextInt(90_000_000)));
                var days = group == Group.HOUR ? 10 : 500;
                var period = new Period(from, from.plus(Duration.ofMinutes(15L * (1 + random.nextInt(days * 96)))));
                var buckets = TimeBuckets.of(period, group, zone);
                for (var i = 0; i < 200; i++) {
                    var length = Duration.between(period.from(), period.to()).toSeconds();
                    var moment = quarter(period.from().plusSeconds(random.nextLong(length)));
                    assertEquals(
                            naive(moment, group, zone),
                            label(buckets, moment),
                            () -> name + " " + group + " " + moment);
                }
            }
        }
    }

    private static String label(TimeBuckets buckets, Instant moment) {
        var index = -1;
        for (var begin : buckets.begins()) {
            index += begin.isAfter(moment) ? 0 : 1;
        }
        assertTrue(index >= 0, "the grid begins in time");
        return buckets.labels().get(index);
    }

    private static String naive(Instant moment, Group group, ZoneId zone) {
        var pattern = switch (group) {
            case HOUR -> "yyyy-MM-dd'T'HH':00'";
            case DAY -> "yyyy-MM-dd";
            case WEEK -> "YYYY-'W'ww";
            case MONTH -> "yyyy-MM";
        };
        return DateTimeFormatter.ofPattern(pattern, Locale.UK).withZone(zone).format(moment);
    }

    private static Instant quarter(Instant moment) {
        return Instant.ofEpochSecond(moment.getEpochSecond() / 900 * 900);
    }
}
