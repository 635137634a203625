package io.baton.budget;

import io.baton.http.Version;
import io.baton.model.Money;
import java.time.ZoneId;

/**
 * What a user, a group or the whole site may spend.
 *
 * @param owner       a user's id; a group, as {@link #ofGroup} names it; {@link #DEFAULT}: each user without their own budget;
 *                    {@link #SITE}: all users together
 * @param day         the limit of a calendar day; null: no limit
 * @param month       the limit of a calendar month; null: no limit
 * @param shadow      whether requests over the limit are counted instead of refused
 * @param cheaperFrom from this percentage of a limit on, a cheaper model answers; null: never
 * @param zone        whose days and months these are; null: the configured one
 */
public record Budget(String owner, Money day, Money month, boolean shadow, Integer cheaperFrom, ZoneId zone) {
    public static final String DEFAULT = "default";
    public static final String SITE = BudgetKey.SITE;

    /** The owner of the budget of a group. */
    public static String ofGroup(int group) {
        return "group:" + group;
    }

    /** For {@code If-Match}. */
    public Version version() {
        return Version.of(this);
    }

    /** Null: no limit. */
    Money limit(BudgetPeriod period) {
        return switch (period) {
            case DAY -> day;
            case MONTH -> month;
        };
    }

    ZoneId zoneOr(ZoneId configured) {
        return zone == null ? configured : zone;
    }
}
