package io.baton.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * How a budget stands. Amounts are dollars; what has no limit has no {@code limit}, {@code left} and {@code resetsAt}.
 *
 * @param limit       of this month (UTC)
 * @param spent       in this month
 * @param held        by answers that have not ended
 * @param shadow      whether nothing is refused, and only counted what would have been; absent: no budget is set
 * @param cheaperFrom the percentage from which on answers move to a cheaper model; absent: never
 * @param marks       soft marks that were passed in this day and this month
 */
public record BudgetStatus(
        BigDecimal limit,
        BigDecimal spent,
        BigDecimal held,
        Boolean shadow,
        Integer cheaperFrom,
        Account day,
        Account month,
        List<Passed> marks) {
    /**
     * One period of it.
     *
     * @param wouldRefuse answers that would have been refused in shadow mode; absent without a limit
     */
    public record Account(
            BigDecimal limit, BigDecimal spent, BigDecimal held, BigDecimal left, Instant resetsAt, Long wouldRefuse) {}

    /** A soft mark. */
    public record Passed(String period, int percent, Instant reachedAt) {}
}
