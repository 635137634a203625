package io.baton.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * What the current calendar month (UTC) will have cost at its end, if it goes on as it went.
 *
 * @param currentCost          dollars, month to date
 * @param projectedMonthlyCost {@code currentCost / elapsed share of the month}; of the month's first hour on
 * @param dailyAverage         {@code currentCost / elapsed days}, a begun day counted by its elapsed part, at least an
 *                             hour
 * @param remainingBudget      dollars; null: no budget is set
 * @param trend                {@code up}, {@code down} or {@code flat}: the last seven days against the seven before,
 *                             flat within a tenth
 */
public record Projection(
        BigDecimal currentCost,
        BigDecimal projectedMonthlyCost,
        BigDecimal dailyAverage,
        BigDecimal remainingBudget,
        String trend) {
    private static final int PLACES = 9;
    private static final BigDecimal SECONDS_A_DAY = BigDecimal.valueOf(86_400);
    private static final BigDecimal TOLERANCE = new BigDecimal("1.1");

    static Projection of(BigDecimal monthToDate, BigDecimal lastWeek, BigDecimal weekBefore, Instant now) {
        var month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        var begin = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var elapsed = BigDecimal.valueOf(Math.max(3_600, now.getEpochSecond() - begin.getEpochSecond()));
        var daily = monthToDate.multiply(SECONDS_A_DAY).divide(elapsed, PLACES, RoundingMode.HALF_UP);
        var projected = monthToDate
                .multiply(SECONDS_A_DAY)
                .multiply(BigDecimal.valueOf(month.lengthOfMonth()))
                .divide(elapsed, PLACES, RoundingMode.HALF_UP);
        return new Projection(monthToDate, projected, daily, null, trend(lastWeek, weekBefore));
    }

    private static String trend(BigDecimal lastWeek, BigDecimal weekBefore) {
        if (lastWeek.compareTo(weekBefore.multiply(TOLERANCE)) > 0) {
            return "up";
        }
        return weekBefore.compareTo(lastWeek.multiply(TOLERANCE)) > 0 ? "down" : "flat";
    }
}
