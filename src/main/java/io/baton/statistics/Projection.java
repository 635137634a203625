package io.baton.statistics;

import io.baton.budget.BudgetPeriod;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * The projected cost of the current calendar month of the budget's time zone, if usage stays as in the last four weeks.
 *
 * <p>Of the 28 days before today, let {@code d1 … dn} be the costs of the days from the first one with a cost on. Let {@code t} be
 * the cost of today so far, {@code f} the part of today that has passed, and {@code r} the days until the end of the month, with the
 * rest of today. Then
 *
 * <ul>
 *   <li>the rate is {@code m = (d1 + … + dn + t) / s} dollars a day with {@code s = max(1, n + f)}, so that a first day
 *       counts as a whole one,
 *   <li>the projection is {@code P = month to date + m·r},
 *   <li>its interval is {@code P ± 1.96·σ·√(r + r²/s)}, where {@code σ} is the sample standard deviation of {@code d1 … dn}:
 *       the 95 % prediction interval of a sum of {@code r} days whose mean was estimated from {@code s}; not below the month
 *       to date, and absent with {@code n < 2}. One spike widens it far more than it moves {@code P},
 *   <li>the budget runs out at {@code now + (limit − month to date) / m} days, where that lies within the month.
 * </ul>
 *
 * @param currentCost          dollars, month to date
 * @param projectedMonthlyCost {@code P}
 * @param projectedLow         the interval's lower end; null: too few days are known
 * @param projectedHigh        its upper end; null likewise
 * @param dailyAverage         month to date divided by the days that have passed of it, with the part of today; at least an hour
 * @param remainingBudget      dollars, not below 0; null: the month has no limit
 * @param timeZone             whose days and month these are
 * @param startsAt             when the month began
 * @param endsAt               when the next one begins
 * @param budgetRunsOutAt      the day on which the budget is used up, today if it is already; null: not in this month, or no limit
 * @param trend                {@code up}, {@code down} or {@code flat}: compares the last seven days with the seven before;
 *                             {@code flat} within a tenth
 */
public record Projection(
        BigDecimal currentCost,
        BigDecimal projectedMonthlyCost,
        BigDecimal projectedLow,
        BigDecimal projectedHigh,
        BigDecimal dailyAverage,
        BigDecimal remainingBudget,
        String timeZone,
        Instant startsAt,
        Instant endsAt,
        LocalDate budgetRunsOutAt,
        String trend) {
    static final int DAYS_BEFORE = 28;
    private static final int PLACES = 9;
    private static final MathContext EXACT_ENOUGH = MathContext.DECIMAL64;
    private static final BigDecimal TOLERANCE = new BigDecimal("1.1");
    private static final BigDecimal NORMAL_95 = new BigDecimal("1.96");

    /**
     * The input of the projection.
     *
     * @param month  month to date
     * @param before cost of each of the 28 whole days before today, oldest first
     * @param today  cost of today so far
     * @param week   the last seven days up to now
     * @param other  the seven before those
     */
    record Past(BigDecimal month, List<BigDecimal> before, BigDecimal today, BigDecimal week, BigDecimal other) {}

    /** @param limit of the month; null: none */
    static Projection of(Past past, BigDecimal limit, ZoneId zone, Instant now) {
        var calendar = new Calendar(zone);
        var known = past.before().stream().dropWhile(day -> day.signum() == 0).toList();
        var span = BigDecimal.valueOf(known.size()).add(calendar.partOfDay(now)).max(BigDecimal.ONE);
        var rate = sum(known).add(past.today()).divide(span, EXACT_ENOUGH);
        var begins = BudgetPeriod.MONTH.begins(now, zone);
        var ends = BudgetPeriod.MONTH.ends(now, zone);
        var left = calendar.days(now, ends);
        var projected = past.month().add(rate.multiply(left));
        var half = half(known, span, left);
        var elapsed = calendar.days(begins, now).max(BigDecimal.ONE.divide(BigDecimal.valueOf(24), EXACT_ENOUGH));
        return new Projection(
                past.month(),
                rounded(projected),
                half == null ? null : rounded(projected.subtract(half).max(past.month())),
                half == null ? null : rounded(projected.add(half)),
                rounded(past.month().divide(elapsed, EXACT_ENOUGH)),
                limit == null ? null : limit.subtract(past.month()).max(BigDecimal.ZERO),
                zone.getId(),
                begins,
                ends,
                limit == null ? null : calendar.runsOut(limit.subtract(past.month()), rate, left, now),
                trend(past.week(), past.other()));
    }

    private static BigDecimal half(List<BigDecimal> known, BigDecimal span, BigDecimal left) {
        if (known.size() < 2) {
            return null;
        }
        var mean = sum(known).divide(BigDecimal.valueOf(known.size()), EXACT_ENOUGH);
        var variance = known.stream()
                .map(day -> day.subtract(mean).pow(2))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(known.size() - 1L), EXACT_ENOUGH);
        var days = left.add(left.pow(2).divide(span, EXACT_ENOUGH));
        return NORMAL_95.multiply(variance.multiply(days).sqrt(EXACT_ENOUGH));
    }

    private static String trend(BigDecimal week, BigDecimal other) {
        if (week.compareTo(other.multiply(TOLERANCE)) > 0) {
            return "up";
        }
        return other.compareTo(week.multiply(TOLERANCE)) > 0 ? "down" : "flat";
    }

    /** Time in days of a zone, each of which counts as one, whatever its hours. */
    private record Calendar(ZoneId zone) {
        BigDecimal partOfDay(Instant moment) {
            var begins = BudgetPeriod.DAY.begins(moment, zone);
            return seconds(begins, moment).divide(seconds(begins, BudgetPeriod.DAY.ends(moment, zone)), EXACT_ENOUGH);
        }

        BigDecimal days(Instant from, Instant to) {
            return position(to).subtract(position(from));
        }

        private BigDecimal position(Instant moment) {
            var day = LocalDate.ofInstant(BudgetPeriod.DAY.begins(moment, zone), zone);
            return BigDecimal.valueOf(day.toEpochDay()).add(partOfDay(moment));
        }

        /** Null: not before the end of the month, in {@code left} days. */
        LocalDate runsOut(BigDecimal room, BigDecimal rate, BigDecimal left, Instant now) {
            if (room.signum() > 0 && room.compareTo(rate.multiply(left)) >= 0) {
                return null;
            }
            var wait = room.signum() <= 0 ? BigDecimal.ZERO : room.divide(rate, EXACT_ENOUGH);
            return LocalDate.ofEpochDay(position(now).add(wait).longValue());
        }

        private static BigDecimal seconds(Instant from, Instant to) {
            return BigDecimal.valueOf(to.getEpochSecond() - from.getEpochSecond());
        }
    }

    private static BigDecimal sum(List<BigDecimal> days) {
        return days.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal rounded(BigDecimal dollars) {
        return dollars.setScale(PLACES, RoundingMode.HALF_UP);
    }
}
