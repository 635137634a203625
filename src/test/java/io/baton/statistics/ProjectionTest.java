package io.baton.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.budget.BudgetPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {
    private static final BigDecimal ZERO = BigDecimal.ZERO;
    private static final ZoneId UTC = ZoneId.of("UTC");

    @ParameterizedTest
    @CsvSource({
        "2026-11-16T00:00:00Z, 15, 30",
        "2026-02-15T00:00:00Z, 14, 28",
        "2028-02-15T00:00:00Z, 14, 29",
        "2027-01-15T12:00:00Z, 14.5, 31",
        "2026-11-30T12:00:00Z, 29.5, 30"
    })
    void aDollarADayMakesAsManyAsTheMonthHasDays(String now, String monthToDate, String projected) {
        var steady = steady(now, monthToDate);
        assertAmount(projected, steady.projectedMonthlyCost());
        assertAmount(projected, steady.projectedLow());
        assertAmount(projected, steady.projectedHigh());
        assertAmount("1", steady.dailyAverage());
        assertAmount(monthToDate, steady.currentCost());
    }

    @Test
    void onTheFirstDayTheWeeksBeforeSayWhatToExpect() {
        var first = steady("2026-11-01T00:00:01Z", "0.000011574");
        assertTrue(first.projectedMonthlyCost()
                        .subtract(BigDecimal.valueOf(30))
                        .abs()
                        .compareTo(new BigDecimal("0.001"))
                < 0);
    }

    @Test
    void aFirstDayOfUseCountsAsAWholeOne() {
        var now = Instant.parse("2026-11-21T06:00:00Z");
        var past = new Projection.Past(BigDecimal.TWO, days("0", 28), BigDecimal.TWO, BigDecimal.TWO, ZERO);
        var projection = Projection.of(past, null, UTC, now);
        assertAmount("21.5", projection.projectedMonthlyCost());
        assertNull(projection.projectedLow());
        assertNull(projection.projectedHigh());
    }

    @Test
    void whereNothingWasSpentNothingIsExpected() {
        var past = new Projection.Past(ZERO, days("0", 28), ZERO, ZERO, ZERO);
        var none = Projection.of(past, BigDecimal.TEN, UTC, Instant.parse("2026-11-20T08:00:00Z"));
        assertAmount("0", none.projectedMonthlyCost());
        assertAmount("0", none.dailyAverage());
        assertAmount("10", none.remainingBudget());
        assertNull(none.budgetRunsOutAt());
        assertEquals("flat", none.trend());
    }

    @Test
    void aSpikeWidensTheIntervalMoreThanItMovesTheProjection() {
        var now = Instant.parse("2026-11-16T00:00:00Z");
        var before = new ArrayList<>(days("1", 28));
        before.set(20, BigDecimal.valueOf(29));
        var month = BigDecimal.valueOf(15 + 28);
        var spiky = Projection.of(new Projection.Past(month, before, ZERO, ZERO, ZERO), null, UTC, now);
        assertAmount("73", spiky.projectedMonthlyCost());
        assertTrue(spiky.projectedLow().compareTo(BigDecimal.valueOf(58)) < 0);
        assertTrue(spiky.projectedHigh().compareTo(BigDecimal.valueOf(88)) > 0);
        assertTrue(spiky.projectedLow().compareTo(month) >= 0);
    }

    /** By its formula worked out by hand: σ = 1, s = 4, r = 15. */
    @Test
    void theIntervalIsThatOfItsFormula() {
        var now = Instant.parse("2026-11-16T00:00:00Z");
        var before = new ArrayList<>(days("0", 24));
        List.of("9", "10", "11", "10").forEach(day -> before.add(new BigDecimal(day)));
        var past = new Projection.Past(BigDecimal.valueOf(40), before, ZERO, ZERO, ZERO);
        var projection = Projection.of(past, null, UTC, now);
        assertAmount("190", projection.projectedMonthlyCost());
        // σ² = (1 + 0 + 1 + 0) / 3; days = 15 + 225 / 4 = 71.25; 1.96 · √47.5 = 13.5084…
        assertEquals(
                "176.492",
                projection
                        .projectedLow()
                        .setScale(3, java.math.RoundingMode.HALF_UP)
                        .toString());
        assertEquals(
                "203.508",
                projection
                        .projectedHigh()
                        .setScale(3, java.math.RoundingMode.HALF_UP)
                        .toString());
    }

    @ParameterizedTest
    @CsvSource({"20, 2026-11-21", "16, 2026-11-17", "15, 2026-11-16", "3, 2026-11-16"})
    void theBudgetRunsOutWhenTheRateHasEatenIt(BigDecimal limit, LocalDate day) {
        assertEquals(day, steady("2026-11-16T00:00:00Z", "15", limit).budgetRunsOutAt());
    }

    @Test
    void aBudgetThatLastsTheMonthDoesNotRunOut() {
        var steady = steady("2026-11-16T00:00:00Z", "15", BigDecimal.valueOf(30));
        assertNull(steady.budgetRunsOutAt());
        assertAmount("15", steady.remainingBudget());
        assertNull(steady("2026-11-16T00:00:00Z", "15").remainingBudget());
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
    void theTrendIsFlatWithinATenth(BigDecimal week, BigDecimal other, String trend) {
        var now = Instant.parse("2026-11-20T08:00:00Z");
        var past = new Projection.Past(ZERO, days("0", 28), ZERO, week, other);
        assertEquals(trend, Projection.of(past, null, UTC, now).trend());
    }

    /** Whatever the past: nothing is negative, and low ≤ projection ≤ high. */
    @Test
    void theProjectionLiesWithinItsIntervalAndNotBelowWhatIsSpent() {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++) {
            var before = new ArrayList<BigDecimal>();
            for (var day = 0; day < 28; day++) {
                before.add(random.nextInt(3) == 0 ? ZERO : BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 9));
            }
            var now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(31_536_000));
            var today = BigDecimal.valueOf(random.nextLong(1_000_000_000L), 9);
            var dayOfMonth = (int) ChronoUnit.DAYS.between(BudgetPeriod.MONTH.begins(now, UTC), now);
            var month = before.reversed().stream().limit(dayOfMonth).reduce(today, BigDecimal::add);
            var projection = Projection.of(new Projection.Past(month, before, today, ZERO, ZERO), null, UTC, now);
            assertTrue(projection.projectedMonthlyCost().compareTo(month) >= 0);
            assertTrue(projection.projectedLow().compareTo(month.setScale(9)) >= 0);
            assertTrue(projection.projectedLow().compareTo(projection.projectedMonthlyCost()) <= 0);
            assertTrue(projection.projectedHigh().compareTo(projection.projectedMonthlyCost()) >= 0);
        }
    }

    static Projection steady(String now, String monthToDate) {
        return steady(now, monthToDate, null);
    }

    /** A dollar a day for four weeks, and today as far as it has come. */
    static Projection steady(String now, String monthToDate, BigDecimal limit) {
        var moment = Instant.parse(now);
        var seconds =
                moment.getEpochSecond() - moment.truncatedTo(ChronoUnit.DAYS).getEpochSecond();
        var today = BigDecimal.valueOf(seconds).divide(BigDecimal.valueOf(86_400), java.math.MathContext.DECIMAL64);
        var past = new Projection.Past(new BigDecimal(monthToDate), days("1", 28), today, ZERO, ZERO);
        return Projection.of(past, limit, UTC, moment);
    }

    private static List<BigDecimal> days(String cost, int count) {
        return Collections.nCopies(count, new BigDecimal(cost));
    }

    private static void assertAmount(String expected, BigDecimal actual) {
        assertEquals(0, new BigDecimal(expected).compareTo(actual), () -> expected + " is not " + actual);
    }
}
