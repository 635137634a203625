package io.baton.alert.evaluation;

import io.baton.alert.evaluation.Past.Counts;
import io.baton.alert.state.Reading;
import io.baton.ledger.RecentAttempts.Sums;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The use of a site by generated numbers: three models, a daily and a weekly cycle with quiet nights and weekends, and noise that is
 * larger than chance alone, per day and per quarter of an hour. It goes tick by tick; anything can be changed for a while.
 */
final class GeneratedTraffic {
    static final List<String> MODELS = List.of("one", "two", "three");
    private static final double[] PEAK_PER_MINUTE = {24, 12, 5};
    private static final double[] ERROR_RATE = {0.015, 0.025, 0.01};
    private static final double[] FIRST_MILLIS = {350, 600, 900};
    private static final double DOLLARS = 0.004;
    private static final int WEEKS = 6;

    private final Random random;
    private final Duration tick;
    private final Duration window;
    private final Map<String, Map<Instant, Counts>> quarters = new HashMap<>();
    private final Map<String, Map<Instant, Double>> firstTokens = new HashMap<>();
    private final Map<String, List<Integer>> firstTokensOfQuarter = new HashMap<>();
    private final List<Deque<Tick>> recent = new ArrayList<>();
    private Instant begin;
    private Instant now;
    private Past past = new Past(WEEKS);
    private double dayNoise = 1;
    private double quarterNoise = 1;
    private final double[] errorNoise = {1, 1, 1};
    private final double[] speedNoise = {1, 1, 1};
    private Change change = Change.NONE;

    /** What one model did in one tick. */
    private record Tick(int attempts, int errors, double cost, int[] firstTokens) {}

    /**
     * Something unusual.
     *
     * @param model      its number; -1: all
     * @param traffic    how many times as much, and so on
     * @param errorRate  instead of the usual one; negative: the usual one
     */
    record Change(int model, double traffic, double slower, double dearer, double errorRate) {
        static final Change NONE = new Change(-1, 1, 1, 1, -1);

        boolean isOf(int number) {
            return model < 0 || model == number;
        }
    }

    GeneratedTraffic(long seed, Instant begin, Duration tick, Duration window) {
        this.random = new Random(seed);
        this.begin = begin;
        this.now = begin;
        this.tick = tick;
        this.window = window;
        MODELS.forEach(model -> recent.add(new ArrayDeque<>()));
    }

    Instant now() {
        return now;
    }

    void change(Change next) {
        change = next;
    }

    /** Goes on by one tick. */
    void next() {
        var quarter = Past.quarter(now);
        if (quarter.equals(now)) {
            beginQuarter(quarter);
        }
        for (var model = 0; model < MODELS.size(); model++) {
            var done = tick(model);
            var window = recent.get(model);
            window.addLast(done);
            if (window.size() > this.window.dividedBy(tick)) {
                window.removeFirst();
            }
            var counts = new Counts(done.attempts, done.errors, done.cost);
            for (var subject : List.of(Reading.model(MODELS.get(model)), Reading.SITE)) {
                quarters.computeIfAbsent(subject, any -> new HashMap<>()).merge(quarter, counts, Counts::plus);
                past.add(subject, quarter, counts);
                var firsts = firstTokensOfQuarter.computeIfAbsent(subject, any -> new ArrayList<>());
                Arrays.stream(done.firstTokens).forEach(firsts::add);
            }
        }
        now = now.plus(tick);
    }

    private void beginQuarter(Instant quarter) {
        firstTokensOfQuarter.forEach((subject, values) -> {
            if (values.size() >= 5) {
                firstTokens.computeIfAbsent(subject, any -> new HashMap<>()).put(quarter.minus(Past.QUARTER), (double)
                        percentile(values.stream(), 0.75));
            }
        });
        firstTokensOfQuarter.clear();
        if (quarter.atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay() == 0) {
            dayNoise = noise(0.12);
        }
        quarterNoise = noise(0.15);
        for (var model = 0; model < MODELS.size(); model++) {
            errorNoise[model] = noise(0.5);
            speedNoise[model] = noise(0.1);
        }
        past = past(quarter);
    }

    private Past past(Instant quarter) {
        var known = new Past(WEEKS);
        var moments = new ArrayList<>(Past.weeksBefore(quarter, WEEKS));
        moments.add(quarter);
        for (var moment : moments) {
            for (var back = 0; back < 5; back++) {
                var bucket = moment.minus(Past.QUARTER.multipliedBy(back));
                quarters.forEach((subject, all) -> {
                    if (all.containsKey(bucket)) {
                        known.add(subject, bucket, all.get(bucket));
                    }
                });
                firstTokens.forEach((subject, all) -> {
                    if (all.containsKey(bucket)) {
                        known.firstToken(subject, bucket, all.get(bucket));
                    }
                });
            }
        }
        subjects().forEach(subject -> known.begin(subject, begin));
        return known;
    }

    private static List<String> subjects() {
        return Stream.concat(MODELS.stream().map(Reading::model), Stream.of(Reading.SITE))
                .toList();
    }

    private Tick tick(int model) {
        var changed = change.isOf(model) ? change : Change.NONE;
        var rate = PEAK_PER_MINUTE[model]
                * shape(now)
                * dayNoise
                * quarterNoise
                * changed.traffic
                * tick.toMillis()
                / 60_000;
        var attempts = poisson(rate);
        var errorRate = changed.errorRate < 0 ? ERROR_RATE[model] * errorNoise[model] : changed.errorRate;
        var errors = 0;
        var cost = 0.0;
        var firsts = new ArrayList<Integer>();
        for (var i = 0; i < attempts; i++) {
            if (random.nextDouble() < errorRate) {
                errors++;
            } else {
                firsts.add((int) (FIRST_MILLIS[model]
                        * (1 + 0.3 * shape(now))
                        * speedNoise[model]
                        * changed.slower
                        * noise(0.45)));
                cost += DOLLARS * changed.dearer * noise(1);
            }
        }
        return new Tick(
                attempts,
                errors,
                cost,
                firsts.stream().mapToInt(Integer::intValue).toArray());
    }

    /** From about 0.05 at night to 1 on a working day; a third of that on weekends. */
    static double shape(Instant moment) {
        var local = moment.atZone(ZoneOffset.UTC);
        var hour = local.getHour() + local.getMinute() / 60.0;
        var day = 0.05 + 0.95 * Math.pow(Math.max(0, Math.sin(Math.PI * (hour - 6) / 17)), 1.3);
        var weekend = local.getDayOfWeek() == DayOfWeek.SATURDAY || local.getDayOfWeek() == DayOfWeek.SUNDAY;
        return (hour < 6 || hour > 23 ? 0.05 : day) * (weekend ? 0.35 : 1);
    }

    /** What an evaluation reads now for the fixed limits of models. */
    List<Reading> fixed() {
        var readings = new ArrayList<Reading>();
        for (var model = 0; model < MODELS.size(); model++) {
            var sums = sums(MODELS.get(model), List.copyOf(recent.get(model)));
            readings.addAll(ModelReadings.fixed(Reading.model(MODELS.get(model)), sums));
        }
        return readings;
    }

    /** What an evaluation reads now for the anomalies. */
    List<Reading> anomalies() {
        var readings = new ArrayList<Reading>();
        var all = new ArrayList<Tick>();
        for (var model = 0; model < MODELS.size(); model++) {
            var ticks = List.copyOf(recent.get(model));
            all.addAll(ticks);
            readings.addAll(ModelReadings.anomalies(
                    Reading.model(MODELS.get(model)), sums(MODELS.get(model), ticks), past, now));
        }
        readings.addAll(ModelReadings.anomalies(Reading.SITE, sums(null, all), past, now));
        subjects().forEach(subject -> readings.addAll(VolumeReadings.readings(subject, past, now)));
        return readings;
    }

    private static Sums sums(String model, List<Tick> ticks) {
        var attempts = ticks.stream().mapToInt(Tick::attempts).sum();
        var errors = ticks.stream().mapToInt(Tick::errors).sum();
        var firsts = ticks.stream()
                .flatMapToInt(each -> Arrays.stream(each.firstTokens))
                .boxed()
                .toList();
        return new Sums(
                model,
                attempts,
                errors,
                attempts - errors,
                0,
                firsts.size(),
                firsts.isEmpty() ? null : percentile(firsts.stream(), 0.75),
                firsts.isEmpty() ? null : percentile(firsts.stream(), 0.9));
    }

    private static int percentile(Stream<Integer> values, double share) {
        var sorted = values.sorted().toList();
        return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }

    private double noise(double sigma) {
        return Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }

    private int poisson(double mean) {
        var limit = Math.exp(-mean);
        var product = random.nextDouble();
        var count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
