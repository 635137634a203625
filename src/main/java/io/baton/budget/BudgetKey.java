package io.baton.budget;

import java.time.Instant;
import java.util.Comparator;

/**
 * Identifies an account by owner and period. All code locks accounts in the order of their keys: the account of the site last,
 * because all users wait for it.
 *
 * @param owner a user's id, or {@code site}
 * @param period as {@link BudgetPeriod#key} makes it
 */
record BudgetKey(String owner, String period) implements Comparable<BudgetKey> {
    static final String SITE = "site";
    private static final Comparator<BudgetKey> ORDER = Comparator.comparing((BudgetKey key) -> key.owner.equals(SITE))
            .thenComparing(BudgetKey::owner)
            .thenComparing(key -> key.kind())
            .thenComparing(BudgetKey::period);

    /** Parses what {@link #toString} gives. */
    static BudgetKey parse(String name) {
        var slash = name.indexOf('/');
        return new BudgetKey(name.substring(0, slash), name.substring(slash + 1));
    }

    BudgetPeriod kind() {
        return period.length() > "yyyy-MM".length() ? BudgetPeriod.DAY : BudgetPeriod.MONTH;
    }

    /** The account of the same owner for the period that contains {@code moment}. */
    BudgetKey at(Instant moment) {
        return new BudgetKey(owner, kind().key(moment));
    }

    @Override
    public int compareTo(BudgetKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return owner + "/" + period;
    }
}
