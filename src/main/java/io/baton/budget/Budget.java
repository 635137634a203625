package io.baton.budget;

import io.baton.model.Money;

/**
 * What somebody may spend.
 *
 * @param owner       a user's id; {@link #DEFAULT}: each user without a budget of their own; {@link #SITE}: all together
 * @param day         the most in a day (UTC); null: no limit
 * @param month       the most in a calendar month (UTC); null: no limit
 * @param shadow      whether nothing is refused, and only counted what would have been
 * @param cheaperFrom the percentage of a limit from which on answers move to a cheaper model; null: never
 */
public record Budget(String owner, Money day, Money month, boolean shadow, Integer cheaperFrom) {
    public static final String DEFAULT = "default";
    public static final String SITE = BudgetKey.SITE;

    /** Null: no limit. */
    Money limit(BudgetPeriod period) {
        return switch (period) {
            case DAY -> day;
            case MONTH -> month;
        };
    }
}
