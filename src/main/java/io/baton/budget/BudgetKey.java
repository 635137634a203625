package io.baton.budget;

import java.time.Instant;
import java.util.Comparator;

/**
 * Names an account: whose it is, and for which period. Accounts are locked in the order of their keys, everywhere: the
 * site's last, because everybody waits for it.
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

    /** Reads what {@link #toString} wrote. */
    static BudgetKey parse(String name) {
        var slash = name.indexOf('/');
        return new BudgetKey(name.substring(0, slash), name.substring(slash + 1));
    }

    BudgetPeriod kind() {
        return period.length() > "yyyy-MM".length() ? BudgetPeriod.DAY : BudgetPeriod.MONTH;
    }

    /** The same owner's account of the period that {@code moment} lies in. */
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
