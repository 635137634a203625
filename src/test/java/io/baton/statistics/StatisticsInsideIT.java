package io.baton.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.ledger.Period;
import io.baton.statistics.TimeBuckets.Group;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statistics against a naive recount in many time zones, over both changes of the clock. */
class StatisticsInsideIT extends InsideTest {
    private static final long SEED = 7;
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/St_Johns",
            "+05:30",
            "UTC-3");
    private static final List<String> MODELS = List.of("qwen2.5", "gemma-3", "gpt-4");
    private static final int ROWS = 1_500;

    @Inject
    Statistics statistics;

    @Inject
    RollUp rollUp;

    private final String user = UUID.randomUUID().toString().replace("-", "");
    private final List<Used> used = new ArrayList<>();

    /** A row of the ledger as this test remembers it. */
    private record Used(
            Instant at, String model, boolean ended, int tokens, BigDecimal cost, int millis, boolean failed) {}

    @BeforeEach
    void aYearOfUse() throws SQLException {
        for (var month : List.of("2026-03", "2026-04", "2026-10", "2026-11")) {
            var first = YearMonth.parse(month);
            Sql.run(
                    "create table if not exists attempt_%s partition of attempt for values from ('%s-01 00:00:00Z') to ('%s-01 00:00:00Z')"
                            .formatted(month.replace('-', '_'), first, first.plusMonths(1)));
        }
        var random = new Random(SEED);
        for (var i = 0; i < ROWS; i++) {
            var spring = random.nextBoolean();
            var from = Instant.parse(spring ? "2026-03-05T00:00:00Z" : "2026-10-03T00:00:00Z");
            used.add(new Used(
                    from.plusSeconds(random.nextInt(35 * 86_400)),
                    MODELS.get(random.nextInt(3)),
                    random.nextInt(10) > 0,
                    random.nextInt(1_000),
                    BigDecimal.valueOf(random.nextInt(1_000_000_000), 9),
                    random.nextInt(60_000),
                    random.nextInt(10) == 0));
        }
        for (var row : used.subList(0, ROWS / 2)) {
            insert(row);
        }
        while (!rollUp.post().isEmpty()) {}
    }

    @Test
    void theyEqualTheRecount() throws SQLException {
        for (var row : used.subList(ROWS / 2, ROWS)) {
            insert(row);
        }
        var random = new Random(SEED);
        for (var name : ZONES) {
            var zone = ZoneId.of(name);
            for (var group : Group.values()) {
                for (var i = 0; i < 5; i++) {
                    var from = quarter(Instant.parse("2026-03-01T00:00:00Z").plusSeconds(random.nextInt(120 * 86_400)));
                    var period = new Period(from, quarter(from.plusSeconds(86_400 + random.nextInt(220 * 86_400))));
                    var models = random.nextBoolean() ? Set.<String>of() : Set.of("gpt-4", "gemma-3");
                    assertEquals(
                            recount(period, group, zone, models),
                            counted(period, group, zone, models),
                            () -> name + " by " + group + " of " + period);
                }
            }
        }
    }

    @Test
    void whatWaitsToBeRolledUpIsCountedOnceBeforeAndAfter() throws SQLException {
        insert(used.getLast());
        var before = byDay();
        while (!rollUp.post().isEmpty()) {}
        assertEquals(before, byDay());
        assertTrue(before.size() > 20);
    }

    private Map<String, String> byDay() {
        var all = new Period(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
        return counted(all, Group.DAY, ZoneOffset.UTC, Set.of());
    }

    private Map<String, String> counted(Period period, Group group, ZoneId zone, Set<String> models) {
        return statistics.series(period, group, zone, models, user).stream()
                .collect(Collectors.toMap(
                        row -> row.period() + " " + row.model(),
                        row -> "%d %d %s %d %d"
                                .formatted(
                                        row.requests(),
                                        row.totalTokens(),
                                        row.totalCost().stripTrailingZeros().toPlainString(),
                                        row.errors(),
                                        row.avgResponseTime()),
                        (one, other) -> one + " twice",
                        TreeMap::new));
    }

    private Map<String, String> recount(Period period, Group group, ZoneId zone, Set<String> models) {
        var pattern = switch (group) {
            case HOUR -> "yyyy-MM-dd'T'HH':00'";
            case DAY -> "yyyy-MM-dd";
            case WEEK -> "YYYY-'W'ww";
            case MONTH -> "yyyy-MM";
        };
        var label = DateTimeFormatter.ofPattern(pattern, Locale.UK).withZone(zone);
        return used.stream()
                .filter(row -> !row.at().isBefore(period.from()) && row.at().isBefore(period.to()))
                .filter(row -> models.isEmpty() || models.contains(row.model()))
                .collect(Collectors.groupingBy(
                        row -> label.format(row.at()) + " " + row.model(),
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), StatisticsInsideIT::sum)));
    }

    private static String sum(List<Used> rows) {
        return "%d %d %s %d %d"
                .formatted(
                        rows.stream().filter(Used::ended).count(),
                        rows.stream().mapToLong(Used::tokens).sum(),
                        rows.stream()
                                .map(Used::cost)
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .stripTrailingZeros()
                                .toPlainString(),
                        rows.stream().filter(Used::failed).count(),
                        meanMillis(rows.stream().filter(Used::ended).toList()));
    }

    private static Long meanMillis(List<Used> answers) {
        return answers.isEmpty()
                ? null
                : answers.stream().mapToLong(Used::millis).sum() / answers.size();
    }

    private void insert(Used row) throws SQLException {
        Sql.run(
                "insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, outcome, source, cost,"
                        + " output_tokens, ended_answer, response_time_ms) values (gen_random_uuid(), ?::timestamptz,"
                        + " gen_random_uuid(), ?, 1, ?, 'p', ?, 'measured', ?, ?, ?, ?)",
                row.at().toString(),
                user,
                row.model(),
                row.failed() ? "cut" : "complete",
                row.cost(),
                row.tokens(),
                row.ended(),
                row.ended() ? row.millis() : null);
    }

    private static Instant quarter(Instant moment) {
        return Instant.ofEpochSecond(moment.getEpochSecond() / 900 * 900);
    }
}
