package io.baton.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.platform.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void withoutEndsItIsTheMonthUpToThePresentSecond() {
        assertEquals(period("2026-11-01T00:00:00Z", "2026-11-22T10:00:01Z"), parse(null, null));
    }

    @Test
    void theMonthToDateIsThereFromTheMonthsFirstInstantOn() {
        assertEquals(
                period("2026-11-01T00:00:00Z", "2026-11-01T00:00:01Z"),
                Period.monthToDate(Instant.parse("2026-11-01T00:00:00Z")));
    }

    @Test
    void anEndDateIsIncludedWhole() {
        assertEquals(period("2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z"), parse("2026-11-01", "2026-11-02"));
        assertEquals(period("2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"), parse("2026-11-02", "2026-11-02"));
    }

    @Test
    void instantsAreTakenToTheSecond() {
        assertEquals(
                period("2026-11-01T10:30:00Z", "2026-11-01T10:30:01Z"),
                parse("2026-11-01T10:30:00Z", "2026-11-01T10:30:01Z"));
    }

    @Test
    void datesAreThoseOfTheZoneAlsoWhereADayHasAnotherLength() {
        assertEquals(
                period("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
                Period.parse("2026-10-25", "2026-10-25", BERLIN, NOW));
    }

    @Test
    void theMonthBeginsInTheZone() {
        var justNovemberThere = Instant.parse("2026-10-31T23:30:00Z");
        assertEquals(
                period("2026-10-31T23:00:00Z", "2026-10-31T23:30:01Z"),
                Period.parse(null, null, BERLIN, justNovemberThere));
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday, 2026-11-02, start",
        "2026-13-01, 2026-11-02, start",
        "2026-11-01T10:00, 2026-11-02, start",
        "0001-01-01, 2026-11-02, start",
        "2026-11-01, 2026-11-31, end",
        "2026-11-01, '', end",
        "2026-11-01, +999999999-12-31, end",
        "2026-11-03, 2026-11-02, start",
        "2026-11-01T00:00:00Z, 2026-11-01T00:00:00Z, start",
        "2020-01-01, 2026-01-01, start"
    })
    void whatMakesNoPeriodIsRefusedByName(String start, String end, String field) {
        var refused = assertThrows(Problem.class, () -> parse(start, end));
        assertEquals(Problem.Kind.BAD_REQUEST, refused.kind());
        assertEquals(field, refused.field().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "UTC", "+08:00", "Asia/Shanghai"})
    void aZoneIsKnownByItsName(String name) {
        assertEquals(name, Period.zone(name).getId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Olympus", "", "Europe Berlin", "+99:00"})
    void anotherZoneIsRefusedByName(String name) {
        var refused = assertThrows(Problem.class, () -> Period.zone(name));
        assertEquals("timeZone", refused.field().orElseThrow());
    }

    private static Period parse(String start, String end) {
        return Period.parse(start, end, ZoneOffset.UTC, NOW);
    }

    private static Period period(String from, String to) {
        return new Period(Instant.parse(from), Instant.parse(to));
    }
}
