package io.baton.budget;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;

/**
 * Identifies an account by owner and period. All code locks accounts in the order of their keys: a user's, those of other payers, and the
 * site's last, because all users wait for it.
 *
 * @param owner  a user's id, another payer such as {@code group:12}, or {@code site}
 * @param period its label and its zone, {@code 2026-11-28[Asia/Shanghai]}; without a zone it is in UTC
 */
record BudgetKey(String owner, String period) implements Comparable<BudgetKey> {
    static final String SITE = "site";
    private static final String UTC = "UTC";
    // Ids of users are hexadecimal, so they come before "group:".
    private static final Comparator<BudgetKey> ORDER = Comparator.comparing((BudgetKey key) -> key.owner.equals(SITE))
            .thenComparing(BudgetKey::owner)
            .thenComparing(key -> key.kind())
            .thenComparing(BudgetKey::period);

    /** The account for the period of a zone that contains {@code moment}. */
    static BudgetKey of(String owner, BudgetPeriod kind, Instant moment, ZoneId zone) {
        var label = kind.label(moment, zone);
        return new BudgetKey(owner, zone.getId().equals(UTC) ? label : label + '[' + zone.getId() + ']');
    }

    /** Parses what {@link #toString} gives. */
    static BudgetKey parse(String name) {
        var slash = name.indexOf('/');
        return new BudgetKey(name.substring(0, slash), name.substring(slash + 1));
    }

    BudgetPeriod kind() {
        return BudgetPeriod.labelled(label());
    }

    /** The period without its zone. */
    String label() {
        var bracket = period.indexOf('[');
        return bracket < 0 ? period : period.substring(0, bracket);
    }

    ZoneId zone() {
        var bracket = period.indexOf('[');
        return ZoneId.of(bracket < 0 ? UTC : period.substring(bracket + 1, period.length() - 1));
    }

    /** The end of the period of this kind that contains {@code moment}. */
    Instant endsAfter(Instant moment) {
        return kind().ends(moment, zone());
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
