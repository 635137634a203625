package io.baton.alert.evaluation;

import io.baton.alert.evaluation.GeneratedTraffic.Change;
import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Episodes;
import io.baton.alert.state.Episodes.Opened;
import io.baton.alert.state.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * How often anomalies alert on quiet days, and how many of those that were put in are found: with the shipped limits, the shipped
 * periods, and the code that the server runs. Prints both.
 */
final class AlertAccuracy {
    private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final Duration WINDOW = Duration.ofMinutes(3);
    private static final Duration CALM = Duration.ofMinutes(2);
    private static final Duration PAST = Duration.ofDays(42);
    private static final int QUIET_DAYS = 60;
    private static final int TIMES = 20;
    private static final List<Injection> INJECTIONS = List.of(
            new Injection("one model fails 30 %", new Change(1, 1, 1, 1, 0.3), AlertRule.ERROR_RATE_ANOMALY, 30),
            new Injection("one model fails 15 %", new Change(1, 1, 1, 1, 0.15), AlertRule.ERROR_RATE_ANOMALY, 30),
            new Injection(
                    "one model ten times as slow", new Change(1, 1, 10, 1, -1), AlertRule.FIRST_TOKEN_ANOMALY, 30),
            new Injection(
                    "one model three times as slow", new Change(1, 1, 3, 1, -1), AlertRule.FIRST_TOKEN_ANOMALY, 30),
            new Injection("four times the traffic", new Change(-1, 4, 1, 1, -1), AlertRule.TRAFFIC_ANOMALY, 30),
            new Injection("no traffic", new Change(-1, 0, 1, 1, -1), AlertRule.TRAFFIC_ANOMALY, 30),
            new Injection("answers cost six times as much", new Change(-1, 1, 1, 6, -1), AlertRule.COST_ANOMALY, 90));

    private AlertAccuracy() {}

    private record Injection(String name, Change change, AlertRule rule, int minutes) {}

    public static void main(String[] arguments) {
        var quiet = quiet(1, QUIET_DAYS);
        print("quiet days: %d; false alarms: %d", QUIET_DAYS, quiet.size());
        quiet.forEach(alarm -> print("  %s %s %s", alarm.at(), alarm.rule().code(), alarm.subject()));
        print(
                "users, %d of them on %d quiet days; false alarms: %d",
                Users.COUNT, QUIET_DAYS, Users.quiet(1, QUIET_DAYS));
        print("users at 20 times their usual hour, found: %d of %d", Users.found(2, TIMES, 20), TIMES);
        for (var injection : INJECTIONS) {
            print("%s", hits(injection, 3));
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(format.formatted(values));
    }

    /** The alerts of so many quiet days, after six weeks without evaluations. */
    static List<Opened> quiet(long seed, int days) {
        var traffic = new GeneratedTraffic(seed, BEGIN, PERIOD, WINDOW);
        var episodes = new Episodes(PERIOD, CALM);
        run(traffic, BEGIN.plus(PAST), null);
        run(traffic, BEGIN.plus(PAST).plus(days, ChronoUnit.DAYS), episodes);
        return episodes.opened();
    }

    /** The same with the fixed limits of models. */
    static List<Opened> quietWithFixedLimits(long seed, int days) {
        var traffic = new GeneratedTraffic(seed, BEGIN, PERIOD, WINDOW);
        var episodes = new Episodes(PERIOD, CALM);
        run(traffic, BEGIN.plus(PAST), null);
        while (traffic.now().isBefore(BEGIN.plus(PAST).plus(days, ChronoUnit.DAYS))) {
            traffic.next();
            var readings = new ArrayList<>(traffic.fixed());
            readings.addAll(traffic.anomalies());
            episodes.evaluate(traffic.now(), readings);
        }
        return episodes.opened();
    }

    private static void run(GeneratedTraffic traffic, Instant until, Episodes episodes) {
        while (traffic.now().isBefore(until)) {
            traffic.next();
            if (episodes != null) {
                episodes.evaluate(traffic.now(), traffic.anomalies());
            }
        }
    }

    /** Each in a day of its own, at a random time between 7 and 22 o'clock. */
    private static String hits(Injection injection, long seed) {
        var random = new Random(seed);
        var traffic = new GeneratedTraffic(seed, BEGIN, PERIOD, WINDOW);
        run(traffic, BEGIN.plus(PAST), null);
        var delays = new ArrayList<Duration>();
        for (var day = 0; day < TIMES; day++) {
            var at = BEGIN.plus(PAST).plus(day, ChronoUnit.DAYS).plusSeconds(7 * 3_600 + random.nextInt(15 * 3_600));
            var episodes = new Episodes(PERIOD, CALM);
            run(traffic, at.minus(1, ChronoUnit.HOURS), null);
            run(traffic, at, episodes);
            var before = episodes.opened().size();
            traffic.change(injection.change());
            var began = traffic.now();
            run(traffic, at.plus(injection.minutes(), ChronoUnit.MINUTES), episodes);
            traffic.change(Change.NONE);
            episodes.opened().stream()
                    .skip(before)
                    .filter(each -> isMeant(injection, each))
                    .findFirst()
                    .ifPresent(each -> delays.add(Duration.between(began, each.at())));
        }
        delays.sort(Duration::compareTo);
        return "%s for %d minutes, found: %d of %d%s"
                .formatted(
                        injection.name(),
                        injection.minutes(),
                        delays.size(),
                        TIMES,
                        delays.isEmpty()
                                ? ""
                                : ", half of them within "
                                        + delays.get(delays.size() / 2).toSeconds() + " s");
    }

    private static boolean isMeant(Injection injection, Opened opened) {
        var subjects = injection.change().model() < 0
                ? Set.of(Reading.SITE)
                : Set.of(Reading.model(
                        GeneratedTraffic.MODELS.get(injection.change().model())));
        return opened.rule() == injection.rule() && subjects.contains(opened.subject());
    }

    /** Users of very different habits, hour by hour. */
    static final class Users {
        static final int COUNT = 300;
        private static final int HOURS_OF_PAST = 28 * 24;

        private Users() {}

        /** How many alerts there are of users who do what they always do. */
        static int quiet(long seed, int days) {
            var random = new Random(seed);
            var alarms = 0;
            for (var user = 0; user < COUNT; user++) {
                var person = new Person(random);
                var episodes = new Episodes(Duration.ofHours(1), Duration.ofHours(1));
                var hours = new ArrayList<Double>();
                for (var hour = 0; hour < HOURS_OF_PAST + days * 24; hour++) {
                    var cost = person.hour(hour, random);
                    if (hour >= HOURS_OF_PAST) {
                        var known = hours.subList(hours.size() - HOURS_OF_PAST, hours.size()).stream()
                                .filter(each -> each > 0)
                                .toList();
                        alarms += evaluate(episodes, hour, cost, known);
                    }
                    hours.add(cost);
                }
            }
            return alarms;
        }

        /** How many are found of those who spend {@code times} their median hour. */
        static int found(long seed, int count, double times) {
            var random = new Random(seed);
            var found = 0;
            for (var user = 0; user < count; user++) {
                var person = new Person(random);
                var hours = new ArrayList<Double>();
                for (var hour = 0; hour < HOURS_OF_PAST; hour++) {
                    hours.add(person.hour(hour, random));
                }
                var known = hours.stream().filter(each -> each > 0).toList();
                var cost = Math.max(1, times * Anomaly.median(known));
                found += evaluate(new Episodes(Duration.ofHours(1), Duration.ofHours(1)), HOURS_OF_PAST, cost, known);
            }
            return found;
        }

        /** Two evaluations in a row see the same hour. */
        private static int evaluate(Episodes episodes, int hour, double cost, List<Double> known) {
            var before = episodes.opened().size();
            var at = BEGIN.plus(hour, ChronoUnit.HOURS);
            var readings =
                    UserCostReadings.reading("user:x", cost, known).stream().toList();
            episodes.evaluate(at, readings);
            episodes.evaluate(at.plus(59, ChronoUnit.MINUTES), readings);
            return episodes.opened().size() - before;
        }

        /** Active in some hours of working days; the cost of an hour is log-normal, with a factor of 1.35 to 2 as standard deviation. */
        private record Person(double activity, double dollars, double spread) {
            Person(Random random) {
                this(
                        0.05 + 0.5 * random.nextDouble(),
                        Math.exp(-2.5 + 1.5 * random.nextGaussian()),
                        0.3 + 0.4 * random.nextDouble());
            }

            double hour(int hour, Random random) {
                var at = BEGIN.plus(hour, ChronoUnit.HOURS);
                return random.nextDouble() < activity * GeneratedTraffic.shape(at)
                        ? dollars * Math.exp(spread * random.nextGaussian())
                        : 0;
            }
        }
    }
}
