package io.baton.alert.state;

/**
 * One value that a rule is about, at the moment of an evaluation.
 *
 * @param subject  what it is about: {@code site}, or kind and name, as {@code model:qwen2.5}
 * @param value    in the unit of the rule
 * @param volume   what it is based on, such as a number of requests
 * @param observed what was measured, for an anomaly, whose value is a score; otherwise null
 * @param expected what is usual; otherwise null
 */
public record Reading(AlertRule rule, String subject, double value, double volume, Double observed, Double expected) {
    public static final String SITE = "site";
    private static final int LONGEST_SUBJECT = 100;
    /** An alert ends only below this share of its limit, so that a value near the limit does not open it again and again. */
    private static final double HYSTERESIS = 0.8;

    public Reading {
        subject = subject.length() > LONGEST_SUBJECT ? subject.substring(0, LONGEST_SUBJECT) : subject;
        if (!Double.isFinite(value) || !Double.isFinite(volume)) {
            throw new IllegalArgumentException("not a reading: " + rule + " " + value + " " + volume);
        }
    }

    /** Of a fixed limit. */
    public static Reading of(AlertRule rule, String subject, double value, double volume) {
        return new Reading(rule, subject, value, volume, null, null);
    }

    boolean isBeyond(RuleLimits limits) {
        return volume >= limits.leastVolume() && rule.isBeyond(value, limits.limit());
    }

    boolean isWorse(RuleLimits limits) {
        return volume >= limits.leastVolume() && rule.isBeyond(value, limits.worse());
    }

    /** Whether the value is clear of the limit; too little volume says that it is. */
    boolean isCalm(RuleLimits limits) {
        var clear = rule.isBelow() ? limits.limit() / HYSTERESIS : limits.limit() * HYSTERESIS;
        return volume < limits.leastVolume() || !rule.isBeyond(value, clear);
    }

    /** The worse of two readings of the same. */
    public Reading worse(Reading other) {
        return rule.isBeyond(other.value, value) ? other : this;
    }

    public static String model(String id) {
        return "model:" + id;
    }
}
