package io.baton.budget;

import io.baton.model.Money;

/**
 * What a user, or the whole site, may spend.
 *
 * @param owner       a user's id; {@link #DEFAULT}: each user without their own budget; {@link #SITE}: all users together
 * @param day         the limit of a day (UTC); null: no limit
 * @param month       the limit of a calendar month (UTC); null: no limit
 * @param shadow      whether requests over the limit are counted instead of refused
 * @param cheaperFrom from this percentage of a limit on, a cheaper model answers; null: never
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
