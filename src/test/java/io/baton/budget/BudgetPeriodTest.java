package io.baton.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetPeriodTest {
    @ParameterizedTest
    @CsvSource({
        "America/New_York,    2026-03-08T12:00:00Z, 2026-03-08, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z, PT23H",
        "America/New_York,    2026-11-01T12:00:00Z, 2026-11-01, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z, PT25H",
        "Europe/Berlin,       2026-03-29T00:59:59Z, 2026-03-29, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, PT23H",
        "Europe/Berlin,       2026-10-25T01:30:00Z, 2026-10-25, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, PT25H",
        "Asia/Kolkata,        2026-11-28T18:30:00Z, 2026-11-29, 2026-11-28T18:30:00Z, 2026-11-29T18:30:00Z, PT24H",
        "Asia/Kolkata,        2026-11-28T18:29:59Z, 2026-11-28, 2026-11-27T18:30:00Z, 2026-11-28T18:30:00Z, PT24H",
        "Asia/Shanghai,       2026-11-28T00:05:00Z, 2026-11-28, 2026-11-27T16:00:00Z, 2026-11-28T16:00:00Z, PT24H",
        "Australia/Lord_Howe, 2026-04-05T00:00:00Z, 2026-04-05, 2026-04-04T13:00:00Z, 2026-04-05T13:30:00Z, PT24H30M",
        "Australia/Lord_Howe, 2026-10-03T20:00:00Z, 2026-10-04, 2026-10-03T13:30:00Z, 2026-10-04T13:00:00Z, PT23H30M",
        // Samoa left out the 30th of December 2011.
        "Pacific/Apia,        2011-12-30T09:59:59Z, 2011-12-29, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z, PT24H",
        "Pacific/Apia,        2011-12-30T10:00:00Z, 2011-12-31, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z, PT24H",
        // There is no midnight on that day: clocks go from 23:59:59 to 01:00.
        "Africa/Cairo,        2026-04-24T12:00:00Z, 2026-04-24, 2026-04-23T22:00:00Z, 2026-04-24T21:00:00Z, PT23H",
        "UTC,                 2026-11-28T23:59:59Z, 2026-11-28, 2026-11-28T00:00:00Z, 2026-11-29T00:00:00Z, PT24H"
    })
    void aDayHasTheHoursThatItHasThere(
            ZoneId zone, Instant moment, String label, Instant begins, Instant ends, Duration length) {
        assertEquals(label, BudgetPeriod.DAY.label(moment, zone));
        assertEquals(begins, BudgetPeriod.DAY.begins(moment, zone));
        assertEquals(ends, BudgetPeriod.DAY.ends(moment, zone));
        assertEquals(length, Duration.between(begins, ends));
    }

    @ParameterizedTest
    @CsvSource({
        "America/New_York,    2026-03-31T23:00:00Z, 2026-03, 2026-03-01T05:00:00Z, 2026-04-01T04:00:00Z",
        "America/New_York,    2026-11-01T03:59:59Z, 2026-10, 2026-10-01T04:00:00Z, 2026-11-01T04:00:00Z",
        "Europe/Berlin,       2026-10-31T23:30:00Z, 2026-11, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
        "Asia/Kolkata,        2026-12-31T18:30:00Z, 2027-01, 2026-12-31T18:30:00Z, 2027-01-31T18:30:00Z",
        "Pacific/Apia,        2011-12-30T09:00:00Z, 2011-12, 2011-12-01T10:00:00Z, 2011-12-31T10:00:00Z",
        "Australia/Lord_Howe, 2026-09-30T13:30:00Z, 2026-10, 2026-09-30T13:30:00Z, 2026-10-31T13:00:00Z"
    })
    void aMonthBeginsAtMidnightThere(ZoneId zone, Instant moment, String label, Instant begins, Instant ends) {
        assertEquals(label, BudgetPeriod.MONTH.label(moment, zone));
        assertEquals(begins, BudgetPeriod.MONTH.begins(moment, zone));
        assertEquals(ends, BudgetPeriod.MONTH.ends(moment, zone));
    }

    /** In St. John's, clocks went back at one minute past midnight: a date came twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "America/New_York",
                "Europe/Berlin",
                "Asia/Kolkata",
                "Pacific/Apia",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "America/Havana",
                "Africa/Cairo"
            })
    void everyMomentIsInExactlyOnePeriod(ZoneId zone) {
        for (var kind : BudgetPeriod.values()) {
            var end = Instant.parse("2012-02-01T00:00:00Z");
            var last = kind.of(Instant.parse("2009-12-15T00:00:00Z"), zone);
            for (var at = last.begins(); at.isBefore(end); at = at.plusSeconds(900)) {
                var span = kind.of(at, zone);
                assertFalse(at.isBefore(span.begins()), at + " is before its period");
                assertTrue(at.isBefore(span.ends()), at + " is after its period");
                if (!span.equals(last)) {
                    assertEquals(last.ends(), span.begins());
                    last = span;
                }
            }
        }
    }

    @Test
    void accountsAreLockedInOneOrder() {
        var now = Instant.parse("2026-11-28T00:05:00Z");
        var utc = ZoneId.of("UTC");
        var user = "f".repeat(32);
        var keys = List.of(
                BudgetKey.of("0".repeat(32), BudgetPeriod.DAY, now, utc),
                BudgetKey.of(user, BudgetPeriod.DAY, now, utc),
                BudgetKey.of(user, BudgetPeriod.DAY, now, ZoneId.of("Asia/Shanghai")),
                BudgetKey.of(user, BudgetPeriod.MONTH, now, utc),
                BudgetKey.of(Budget.ofGroup(12), BudgetPeriod.DAY, now, utc),
                BudgetKey.of(Budget.SITE, BudgetPeriod.DAY, now, utc));
        assertEquals(keys, keys.reversed().stream().sorted().toList());
        keys.forEach(key -> assertEquals(key, BudgetKey.parse(key.toString())));
    }

    @Test
    void aPeriodIsNamedWithItsZone() {
        var key = BudgetKey.of(
                "site", BudgetPeriod.DAY, Instant.parse("2026-11-28T17:00:00Z"), ZoneId.of("Asia/Shanghai"));
        assertEquals("site/2026-11-29[Asia/Shanghai]", key.toString());
        assertEquals("2026-11-29", key.label());
        assertEquals(ZoneId.of("Asia/Shanghai"), key.zone());
        assertEquals(Instant.parse("2026-11-29T16:00:00Z"), key.endsAfter(Instant.parse("2026-11-28T17:00:00Z")));
    }
}
