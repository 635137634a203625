package io.baton.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The projection on every day of the calendar. */
class ProjectionOverTheYearsTest {
    /** Three years, one of them with a 29th of February; each day at its first and its last second, and in between. */
    @Test
    void onEveryDayADollarADayMakesAsManyAsTheMonthHasDays() {
        var day = LocalDate.parse("2026-01-01");
        for (; day.getYear() < 2029; day = day.plusDays(1)) {
            for (var second : List.of(0, 1, 43_200, 86_399)) {
                var now = day.atStartOfDay(ZoneOffset.UTC).plusSeconds(second).toInstant();
                var today = BigDecimal.valueOf(second).divide(BigDecimal.valueOf(86_400), MathContext.DECIMAL64);
                var month = BigDecimal.valueOf(day.getDayOfMonth() - 1L).add(today);
                var projected =
                        ProjectionTest.steady(now.toString(), month.toString()).projectedMonthlyCost();
                var error = projected
                        .subtract(BigDecimal.valueOf(day.lengthOfMonth()))
                        .abs();
                assertTrue(error.compareTo(new BigDecimal("0.00000001")) < 0, () -> now + ": " + projected);
            }
        }
    }

    /** Spent on second by second at the rate, naively: the first moment that nothing is left. */
    @Test
    void theBudgetRunsOutOnTheDayThatANaiveRecountSays() {
        var random = new Random(9);
        for (var i = 0; i < 1_000; i++) {
            var now = Instant.parse("2028-01-01T00:00:00Z").plus(random.nextInt(366), ChronoUnit.DAYS);
            var spent = BigDecimal.valueOf(now.atZone(ZoneOffset.UTC).getDayOfMonth() - 1L);
            var room = BigDecimal.valueOf(1 + random.nextInt(4_000), 2);
            var left = room;
            var day = LocalDate.ofInstant(now, ZoneOffset.UTC);
            while (left.compareTo(BigDecimal.ONE) >= 0) {
                left = left.subtract(BigDecimal.ONE);
                day = day.plusDays(1);
            }
            var expected = day.getMonthValue() == now.atZone(ZoneOffset.UTC).getMonthValue() ? day : null;
            var projection = ProjectionTest.steady(now.toString(), spent.toString(), spent.add(room));
            assertEquals(expected, projection.budgetRunsOutAt(), () -> now + " with " + room);
        }
    }

    @Test
    void onTheLastSecondOfTheMonthNothingIsLeftToExpect() {
        var last = ProjectionTest.steady("2028-02-29T23:59:59Z", "28.5");
        assertTrue(
                last.projectedMonthlyCost().subtract(new BigDecimal("28.5")).compareTo(new BigDecimal("0.00002")) < 0);
        assertTrue(last.projectedHigh().compareTo(last.projectedMonthlyCost()) == 0);
    }
}
