package io.baton.usage;

/** How long a statement of a report may take; one that takes longer fails. */
final class ReportTimeout {
    /** For {@code setHint}, with {@link #MILLIS}. */
    static final String HINT = "jakarta.persistence.query.timeout";

    static final int MILLIS = 5_000;

    private ReportTimeout() {}
}
