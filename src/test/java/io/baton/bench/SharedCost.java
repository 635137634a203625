package io.baton.bench;

import io.baton.dev.TestServer;
import java.io.PrintStream;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;

/** How many commands Redis and how many transactions PostgreSQL have processed since their start. */
record SharedCost(Map<String, Long> commands, long transactions) {
    private static final int SECONDS = 30;
    private static final int SHOWN = 6;

    /** Measures for half a minute and prints the rates; the two requests of the measurement itself are included. */
    static void during(String what, TestServer server, PrintStream out) throws InterruptedException, SQLException {
        var before = now(server);
        TimeUnit.SECONDS.sleep(SECONDS);
        var after = now(server);
        var commands = new TreeMap<String, Long>(after.commands());
        before.commands().forEach((name, count) -> commands.merge(name, -count, Long::sum));
        out.printf(
                "%s: %.1f commands a second in Redis (%s), %.1f transactions a second in PostgreSQL%n",
                what,
                commands.values().stream().mapToLong(Long::longValue).sum() / (double) SECONDS,
                commands.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(SHOWN)
                        .map(each -> "%s %.1f".formatted(each.getKey(), each.getValue() / (double) SECONDS))
                        .collect(Collectors.joining(", ")),
                (after.transactions() - before.transactions()) / (double) SECONDS);
    }

    private static SharedCost now(TestServer server) throws SQLException {
        return new SharedCost(commands(server), transactions(server));
    }

    private static Map<String, Long> commands(TestServer server) {
        try (var redis = new Jedis(URI.create(server.environment().get("REDIS_URL")))) {
            return Arrays.stream(redis.info("commandstats").split("\r\n"))
                    .filter(line -> line.startsWith("cmdstat_"))
                    .collect(Collectors.toMap(
                            line -> line.substring("cmdstat_".length(), line.indexOf(':')),
                            line -> Long.parseLong(line.substring(line.indexOf("calls=") + 6, line.indexOf(",usec")))));
        }
    }

    private static long transactions(TestServer server) throws SQLException {
        var environment = server.environment();
        try (var connection = DriverManager.getConnection(
                        environment.get("DB_URL"), environment.get("DB_USER"), environment.get("DB_PASSWORD"));
                var rows = connection
                        .createStatement()
                        .executeQuery("select sum(xact_commit + xact_rollback) from pg_stat_database")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
