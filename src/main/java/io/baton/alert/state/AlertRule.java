package io.baton.alert.state;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rules, with the limits that hold unless an admin has set others. The state machine is the same for all. */
public enum AlertRule {
    /** What the share of failed attempts of a model within the window is at least. */
    ERROR_RATE(Unit.PERCENT, 10, 30, 10, 2),
    /** The 90th percentile of the time to the first output of a model within the window. */
    FIRST_TOKEN(Unit.MILLISECONDS, 10_000, 20_000, 20, 2),
    /** A model that is failing, paused by its provider or unreachable counts 1; that no model is left, 2. */
    MODEL_CLOSED(Unit.COUNT, 1, 2, 0, 2),
    /** The highest mark that the spending of a budget has passed. */
    BUDGET_MARK(Unit.PERCENT, 80, 100, 0, 1),
    /** The projected cost of the month as a share of its budget; the volume is what is spent, in dollars. */
    BUDGET_PACE(Unit.PERCENT, 110, 150, 1, 2),
    /** Ledger rows without a cost. */
    UNPRICED(Unit.COUNT, 1, 1_000, 0, 1),
    /** Derived figures that differed from the ledger at the last comparison. */
    DRIFT(Unit.COUNT, 1, 100, 0, 1),
    /** Billed attempts of a model within the window whose tokens are estimated. */
    ESTIMATED_SHARE(Unit.PERCENT, 50, 90, 10, 2),
    /** How long the oldest frame of a node waits for Redis. */
    LOG_LAG(Unit.SECONDS, 2, 15, 0, 2),
    /** How long Redis has not answered. */
    REDIS_AWAY(Unit.SECONDS, 5, 300, 0, 2),
    /** Connections in use of a pool. */
    POOL_EXHAUSTED(Unit.PERCENT, 95, 100, 0, 3),
    /** How long a periodic task that is late has not succeeded. */
    TASK_LATE(Unit.SECONDS, 1, 900, 0, 1),
    /** How long a node has been silent that has not left. */
    NODE_LOST(Unit.SECONDS, 10, 3_600, 0, 1),
    /** Until a certificate or key expires. */
    KEY_EXPIRY(Unit.DAYS, 30, 7, 0, 1, true),
    /** How long a channel's oldest message waits. */
    DELIVERY_LATE(Unit.SECONDS, 600, 7_200, 0, 1),
    /** Anomalies: how unusual the reading is, by the modified z-score. */
    ERROR_RATE_ANOMALY(Unit.SCORE, 6, 12, 20, 4),
    FIRST_TOKEN_ANOMALY(Unit.SCORE, 5, 10, 10, 4),
    TRAFFIC_ANOMALY(Unit.SCORE, 6, 12, 40, 4),
    /** The volume is in dollars. */
    COST_ANOMALY(Unit.SCORE, 6, 12, 1, 4),
    /** The volume is in dollars. */
    USER_COST_ANOMALY(Unit.SCORE, 16, 40, 1, 2);

    private final Unit unit;
    private final boolean below;
    private final RuleLimits shipped;

    /** Of the value and its limits, with the largest limit that makes sense. */
    public enum Unit {
        PERCENT(1_000),
        MILLISECONDS(600_000),
        SECONDS(604_800),
        DAYS(3_650),
        COUNT(1_000_000_000),
        SCORE(1_000);

        private final double most;

        Unit(double most) {
            this.most = most;
        }

        double most() {
            return most;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    AlertRule(Unit unit, double limit, double worse, double leastVolume, int inARow) {
        this(unit, limit, worse, leastVolume, inARow, false);
    }

    AlertRule(Unit unit, double limit, double worse, double leastVolume, int inARow, boolean below) {
        this.unit = unit;
        this.below = below;
        this.shipped = new RuleLimits(true, limit, worse, leastVolume, inARow);
    }

    /** As in {@code first-token}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<AlertRule> of(String code) {
        return Arrays.stream(values()).filter(rule -> rule.code().equals(code)).findFirst();
    }

    Unit unit() {
        return unit;
    }

    /** Whether it is the lower values that alert. */
    boolean isBelow() {
        return below;
    }

    /** Whether {@code value} is as bad as {@code limit} or worse. */
    boolean isBeyond(double value, double limit) {
        return below ? value <= limit : value >= limit;
    }

    boolean isAnomaly() {
        return unit == Unit.SCORE;
    }

    public RuleLimits shipped() {
        return shipped;
    }
}
