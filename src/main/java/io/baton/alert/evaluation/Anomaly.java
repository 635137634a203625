package io.baton.alert.evaluation;

import java.util.Collection;
import java.util.Optional;

/**
 * How unusual a value is, by the modified z-score of Iglewicz and Hoaglin: {@code 0.6745 · (value − median) / MAD}, with the median and
 * the median absolute deviation of past values. With few values the MAD is often far too small, so it has a floor: a share of the
 * median, an absolute amount, and what chance alone makes of counting so few.
 *
 * @param expected the median of the past
 */
record Anomaly(double score, double expected) {
    /** The expected value of a MAD, in standard deviations of a normal distribution. */
    private static final double NORMAL = 0.6745;

    private static final int LEAST_PAST = 3;
    private static final double CONFIDENCE = 3;

    /**
     * The floor under the MAD.
     *
     * @param share    of the median
     * @param absolute in the unit of the value
     */
    record Floor(double share, double absolute) {
        double under(double mad, double median, double noise) {
            return Math.max(Math.max(mad, absolute), Math.max(share * Math.abs(median), NORMAL * noise));
        }
    }

    /**
     * Higher values are unusual, lower ones are not.
     *
     * @param noise the standard deviation by chance alone; 0: unknown
     * @return empty: too little is known of the past
     */
    static Optional<Anomaly> above(double value, Collection<Double> past, Floor floor, double noise) {
        if (past.size() < LEAST_PAST) {
            return Optional.empty();
        }
        var median = median(past);
        var spread = floor.under(mad(past, median), median, noise);
        return Optional.of(new Anomaly(Math.max(0, NORMAL * (value - median) / spread), median));
    }

    /** A value that is so many times lower is as unusual as one that is so many times higher. */
    static Optional<Anomaly> eitherWay(double value, Collection<Double> past, Floor floor, double noise) {
        return above(value, past, floor, noise).map(high -> {
            if (value >= high.expected()) {
                return high;
            }
            var spread = floor.under(mad(past, high.expected()), high.expected(), noise);
            var mirrored = high.expected() * high.expected() / Math.max(value, floor.absolute());
            return new Anomaly(Math.max(0, NORMAL * (mirrored - high.expected()) / spread), high.expected());
        });
    }

    /** Of a count, by Poisson. */
    static double noiseOfCount(double expected) {
        return Math.sqrt(Math.max(0, expected));
    }

    /**
     * What a share is at least, in percent, if it was seen among {@code n}: the lower end of Wilson's interval at three standard
     * deviations. Six failures of twenty are 30 %, but no proof of more than 10 %.
     */
    static double lowerBound(double percent, double n) {
        if (n == 0) {
            return 0;
        }
        var share = percent / 100;
        var square = CONFIDENCE * CONFIDENCE;
        var center = share + square / (2 * n);
        var half = CONFIDENCE * Math.sqrt(share * (1 - share) / n + square / (4 * n * n));
        return 100 * Math.max(0, (center - half) / (1 + square / n));
    }

    static double median(Collection<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double mad(Collection<Double> values, double median) {
        return median(values.stream().map(value -> Math.abs(value - median)).toList());
    }
}
