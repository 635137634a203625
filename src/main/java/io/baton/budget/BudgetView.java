package io.baton.budget;

import io.baton.model.Money;
import java.math.BigDecimal;

/** A budget as admins see it. An absent limit means that there is none; without a time zone the configured one applies. */
public record BudgetView(
        String owner,
        BigDecimal dayLimit,
        BigDecimal monthLimit,
        boolean shadow,
        Integer cheaperFrom,
        String timeZone) {
    public static BudgetView of(Budget budget) {
        return new BudgetView(
                budget.owner(),
                dollars(budget.day()),
                dollars(budget.month()),
                budget.shadow(),
                budget.cheaperFrom(),
                budget.zone() == null ? null : budget.zone().getId());
    }

    private static BigDecimal dollars(Money money) {
        return money == null ? null : money.dollars();
    }
}
