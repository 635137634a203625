package io.baton.statistics;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.math.BigDecimal;

/** The sums that all roll-ups keep. {@link RollUp} and {@link RollUpComparison} write them with SQL statements. */
@MappedSuperclass
abstract class UsageSums {
    /** Answers that ended with this model. */
    @Column(nullable = false)
    long answers;

    @Column(nullable = false)
    long attempts;

    @Column(nullable = false)
    long errors;

    @Column(name = "input_tokens", nullable = false)
    long inputTokens;

    @Column(name = "output_tokens", nullable = false)
    long outputTokens;

    /** Dollars. */
    @Column(nullable = false, precision = 24, scale = 9)
    BigDecimal cost;

    /** Attempts whose price is unknown. */
    @Column(nullable = false)
    long unpriced;

    @Column(name = "response_time_ms", nullable = false)
    long responseTimeMillis;
}
