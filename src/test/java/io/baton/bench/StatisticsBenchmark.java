package io.baton.bench;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Database;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/**
 * Fills the ledger of 24 months, with a million rows and then with ten (or a tenth and the whole of the first argument),
 * and measures what statistics over it cost. Prints figures.
 */
public final class StatisticsBenchmark {
    private static final PrintStream OUT = System.out;
    private static final int MONTHS = 24;
    private static final int USERS = 1_000;
    private static final int REPETITIONS = 200;
    /** Rows as the relay has left them: posted. Their ids are of version 7, their moments spread over the month. */
    private static final String FILL = """
            insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, outcome, input_tokens,
              output_tokens, source, price_version, cost, first_output_ms, total_ms, ended_answer, response_time_ms, posted)
            select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(r, 1, 3) || '8'
                || substr(r, 4, 15))::uuid,
              date_trunc('milliseconds', at), gen_random_uuid(), md5('user ' || floor(random() * %d)), 1,
              (array['qwen2.5', 'gemma-3', 'gpt-4'])[1 + n %% 3], (array['qwen', 'gemma', 'openai'])[1 + n %% 3],
              case when n %% 50 = 0 then 'cut' else 'complete' end, 200, n %% 1000, 'measured', '2026-11',
              0.000001 * (200 + n %% 1000), 300, 2000, n %% 50 <> 0, 2000, true
            from (select n, md5(random()::text) as r,
                timestamptz '%s-01 00:00:00Z' + n * (interval '1 day' * %d / %d) as at
              from generate_series(0, %d) n) made
            """;

    private static final String ROLL_UP = """
            insert into usage_quarter_hour
            select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z'), user_id, model,
              count(*) filter (where ended_answer), count(*), count(*) filter (where outcome <> 'complete'),
              sum(input_tokens), sum(output_tokens), sum(cost), 0, sum(response_time_ms)
            from attempt where started_at >= '%s-01 00:00:00Z' and started_at < '%s-01 00:00:00Z' group by 1, 2, 3
            """;
    private static final String ROLL_UP_SITE = """
            insert into usage_site_quarter_hour
            select bucket, model, sum(answers), sum(attempts), sum(errors), sum(input_tokens), sum(output_tokens),
              sum(cost), sum(unpriced), sum(response_time_ms)
            from usage_quarter_hour group by 1, 2
            """;

    private final TestServer server = TestServer.running();
    private final Api admin = Api.bearing(server.issuer().sign(server.issuer().claims("statistics", "admin")));
    private final YearMonth last = YearMonth.now(ZoneOffset.UTC).minusMonths(1);

    public static void main(String[] arguments) throws Exception {
        var rows = arguments.length == 0 ? 10_000_000 : Integer.parseInt(arguments[0]);
        var benchmark = new StatisticsBenchmark();
        OUT.println("| rows | asked | p50 | p95 | p99 (ms) |");
        OUT.println("|---|---|---|---|---|");
        for (var count : List.of(rows / 10, rows)) {
            benchmark.fill(count);
            benchmark.measure(count);
        }
        System.exit(0);
    }

    private void fill(int rows) throws SQLException {
        try (var connection = Database.connect(server)) {
            run(connection, "truncate attempt, usage_quarter_hour, usage_site_quarter_hour");
            for (var month = last.minusMonths(MONTHS - 1L); !month.isAfter(last); month = month.plusMonths(1)) {
                var of = rows / MONTHS;
                run(
                        connection,
                        "create table if not exists attempt_%s partition of attempt for values from ('%s-01 00:00:00Z') to ('%s-01 00:00:00Z')"
                                .formatted(month.toString().replace('-', '_'), month, month.plusMonths(1)));
                run(connection, FILL.formatted(USERS, month, month.lengthOfMonth(), of, of - 1));
                run(connection, ROLL_UP.formatted(month, month.plusMonths(1)));
            }
            run(connection, ROLL_UP_SITE);
            run(connection, "vacuum analyze attempt");
            run(connection, "vacuum analyze usage_quarter_hour");
            run(connection, "vacuum analyze usage_site_quarter_hour");
        }
    }

    private void measure(int rows) {
        var somebody = somebody();
        var month = "start=" + last.atDay(1) + "&end=" + last.atEndOfMonth();
        var years = "start=" + last.minusMonths(MONTHS - 1L).atDay(1) + "&end=" + last.atEndOfMonth();
        measure(rows, "a month by day", month + "&groupBy=day&timeZone=Europe/Berlin");
        measure(rows, "a month by day, one user", month + "&groupBy=day&timeZone=Europe/Berlin&userId=" + somebody);
        measure(rows, "a month by hour", month + "&groupBy=hour&timeZone=Asia/Kathmandu");
        measure(rows, "24 months by month", years + "&groupBy=month");
    }

    private void measure(int rows, String what, String query) {
        var millis = new double[REPETITIONS];
        for (var i = -REPETITIONS / 4; i < REPETITIONS; i++) {
            var begun = System.nanoTime();
            admin.get("/api/usage/statistics?" + query).with(200);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        Arrays.sort(millis);
        OUT.printf(
                "| %,d | %s | %.1f | %.1f | %.1f |%n",
                rows, what, millis[REPETITIONS / 2], millis[REPETITIONS * 95 / 100], millis[REPETITIONS * 99 / 100]);
    }

    private static String somebody() {
        return (String)
                Database.row("select user_id from usage_quarter_hour limit 1").get("user_id");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
