package io.baton.alert.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Quarter-hours of the past and of today, by subject. A span of time that does not begin with a quarter takes its share of the quarters
 * that it touches: so the last fifteen minutes are compared with the same fifteen minutes of each week before.
 */
final class Past {
    static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int LEAST_REQUESTS = 10;

    private final int weeks;
    private final Map<String, Map<Instant, Counts>> counts = new HashMap<>();
    private final Map<String, Map<Instant, Double>> firstTokens = new HashMap<>();
    private final Map<String, Instant> begins = new HashMap<>();

    /** @param cost dollars */
    record Counts(double attempts, double errors, double cost) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(attempts + other.attempts, errors + other.errors, cost + other.cost);
        }

        Counts times(double share) {
            return new Counts(attempts * share, errors * share, cost * share);
        }
    }

    Past(int weeks) {
        this.weeks = weeks;
    }

    /** Adds what one model did in a quarter-hour. */
    void add(String subject, Instant bucket, Counts more) {
        counts.computeIfAbsent(subject, any -> new HashMap<>()).merge(bucket, more, Counts::plus);
    }

    void firstToken(String subject, Instant bucket, double millis) {
        firstTokens.computeIfAbsent(subject, any -> new HashMap<>()).put(bucket, millis);
    }

    /** What happened before is unknown, instead of nothing. */
    void begin(String subject, Instant bucket) {
        begins.merge(subject, bucket, (one, other) -> one.isBefore(other) ? one : other);
    }

    /** The subjects that have a past. */
    List<String> subjects() {
        return begins.keySet().stream().sorted().toList();
    }

    static Instant quarter(Instant moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), QUARTER.toSeconds()) * QUARTER.toSeconds());
    }

    /** The same moment of each of the weeks before, newest first. */
    static List<Instant> weeksBefore(Instant moment, int weeks) {
        var moments = new ArrayList<Instant>();
        for (var week = 1; week <= weeks; week++) {
            moments.add(moment.minus(WEEK.multipliedBy(week)));
        }
        return moments;
    }

    /** What happened in the {@code length} before {@code end}; the quarter that is under way is taken whole. */
    Counts until(String subject, Instant end, Duration length) {
        return sum(subject, end.minus(length), quarter(end).plus(QUARTER));
    }

    private Counts sum(String subject, Instant from, Instant to) {
        var known = counts.getOrDefault(subject, Map.of());
        var sum = Counts.NONE;
        for (var bucket = quarter(from); bucket.isBefore(to); bucket = bucket.plus(QUARTER)) {
            var begin = bucket.isBefore(from) ? from : bucket;
            var end = bucket.plus(QUARTER).isAfter(to) ? to : bucket.plus(QUARTER);
            var share = (double) Duration.between(begin, end).toMillis() / QUARTER.toMillis();
            sum = sum.plus(known.getOrDefault(bucket, Counts.NONE).times(share));
        }
        return sum;
    }

    /** One value for each week before that is known. */
    List<Double> inWeeksBefore(String subject, Instant end, Duration length, ToDoubleFunction<Counts> figure) {
        var begin = begins.get(subject);
        return weeksBefore(end, weeks).stream()
                .filter(moment -> begin != null && !begin.isAfter(moment.minus(length)))
                .map(moment -> figure.applyAsDouble(sum(subject, moment.minus(length), moment)))
                .toList();
    }

    /** In percent; weeks with few requests are left out. */
    List<Double> errorRates(String subject, Instant end, Duration length) {
        return weeksBefore(end, weeks).stream()
                .map(moment -> sum(subject, moment.minus(length), moment))
                .filter(week -> week.attempts() >= LEAST_REQUESTS)
                .map(week -> 100 * week.errors() / week.attempts())
                .toList();
    }

    /** In milliseconds, of the quarter and the one before; weeks without either are left out. */
    List<Double> firstTokens(String subject, Instant end) {
        var known = firstTokens.getOrDefault(subject, Map.of());
        var values = new ArrayList<Double>();
        for (var moment : weeksBefore(end, weeks)) {
            var last = known.get(quarter(moment));
            var before = known.get(quarter(moment).minus(QUARTER));
            if (last != null && before != null) {
                var share = (double) Duration.between(quarter(moment), moment).toMillis() / QUARTER.toMillis();
                values.add(share * last + (1 - share) * before);
            } else if (last != null || before != null) {
                values.add(last == null ? before : last);
            }
        }
        return values;
    }
}
