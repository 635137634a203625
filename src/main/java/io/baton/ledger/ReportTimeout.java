package io.baton.ledger;

/** The time-out of each statement of a report. */
public final class ReportTimeout {
    /** For {@code setHint}, with {@link #millis}. */
    public static final String HINT = "jakarta.persistence.query.timeout";

    private static final int MILLIS = 5_000;

    private ReportTimeout() {}

    public static int millis() {
        return MILLIS;
    }
}
