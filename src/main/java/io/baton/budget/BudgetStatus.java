package io.baton.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The status of a budget. Amounts are dollars; without a limit, {@code limit}, {@code left} and {@code resetsAt} are absent.
 *
 * @param limit       of this month
 * @param spent       in this month
 * @param held        by answers that have not ended
 * @param shadow      whether requests over the limit are counted instead of refused; absent: no budget is set
 * @param cheaperFrom from this percentage on, a cheaper model answers; absent: never
 * @param timeZone    whose days and months these are
 * @param marks       soft marks that were reached in this day and this month
 */
public record BudgetStatus(
        BigDecimal limit,
        BigDecimal spent,
        BigDecimal held,
        Boolean shadow,
        Integer cheaperFrom,
        String timeZone,
        Account day,
        Account month,
        List<Passed> marks) {
    /**
     * One period of a budget.
     *
     * @param endsAt      the first moment of the next period; {@code resetsAt} is the same, where there is a limit
     * @param wouldRefuse answers that shadow mode has not refused; absent without a limit
     */
    public record Account(
            BigDecimal limit,
            BigDecimal spent,
            BigDecimal held,
            BigDecimal left,
            Instant startsAt,
            Instant endsAt,
            Instant resetsAt,
            Long wouldRefuse) {}

    /** A soft mark that was reached. */
    public record Passed(String period, int percent, Instant reachedAt) {}
}
