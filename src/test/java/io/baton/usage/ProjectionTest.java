package io.baton.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {
    private static final BigDecimal ZERO = BigDecimal.ZERO;

    @Test
    void halfAMonthAtTenDollarsMakesTwenty() {
        var half = of("10", "2026-11-16T00:00:00Z");
        assertAmount("10", half.currentCost());
        assertAmount("20", half.projectedMonthlyCost());
        assertAmount("0.666666667", half.dailyAverage());
    }

    @ParameterizedTest
    @CsvSource({"2026-11-01T00:00:00Z", "2026-11-01T00:00:01Z", "2026-11-01T00:59:59Z", "2026-11-01T01:00:00Z"})
    void theFirstHourCountsAsAWholeOne(String now) {
        assertAmount("720", of("1", now).projectedMonthlyCost());
        assertAmount("24", of("1", now).dailyAverage());
    }

    @Test
    void onTheLastDayLittleIsAdded() {
        var noon = of("29.5", "2026-11-30T12:00:00Z");
        assertAmount("30", noon.projectedMonthlyCost());
        assertAmount("1", noon.dailyAverage());
        assertAmount("30.000011574", of("30", "2026-11-30T23:59:59Z").projectedMonthlyCost());
    }

    @ParameterizedTest
    @CsvSource({"2026-02-15T00:00:00Z, 28", "2028-02-15T00:00:00Z, 29", "2027-01-15T00:00:00Z, 31"})
    void everyMonthHasItsOwnLength(String now, String projected) {
        assertAmount(projected, of("14", now).projectedMonthlyCost());
    }

    @Test
    void whereNothingWasSpentNothingIsExpected() {
        var none = of("0", "2026-11-20T08:00:00Z");
        assertAmount("0", none.projectedMonthlyCost());
        assertAmount("0", none.dailyAverage());
        assertEquals("flat", none.trend());
    }

    @ParameterizedTest
    @CsvSource({
        "11, 10, flat",
        "11.000000001, 10, up",
        "10, 11, flat",
        "10, 11.000000001, down",
        "0.000000001, 0, up",
        "0, 0.000000001, down"
    })
    void theTrendIsFlatWithinATenth(BigDecimal lastWeek, BigDecimal weekBefore, String trend) {
        var now = Instant.parse("2026-11-20T08:00:00Z");
        assertEquals(trend, Projection.of(ZERO, lastWeek, weekBefore, now).trend());
    }

    private static Projection of(String monthToDate, String now) {
        return Projection.of(new BigDecimal(monthToDate), ZERO, ZERO, Instant.parse(now));
    }

    private static void assertAmount(String expected, BigDecimal actual) {
        assertEquals(0, new BigDecimal(expected).compareTo(actual), () -> expected + " is not " + actual);
    }
}
