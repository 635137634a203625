package io.baton.proof;

import io.baton.dev.TestServer;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.Jedis;

/** What Baton has booked, read past it. */
final class Books {
    private static final String ROWS = """
            select (w.request->>'temperature')::float8, a.provider, a.source, a.outcome, a.input_tokens, a.output_tokens
            from attempt a join answer w on w.id = a.answer_id order by a.id
            """;

    private Books() {}

    /** A row of the ledger; {@code outcome} null: it has not ended. */
    record Row(double temperature, String provider, String source, String outcome, int input, int output) {
        boolean isVoid() {
            return "void".equals(source);
        }

        boolean isLost() {
            return "lost".equals(outcome);
        }
    }

    static List<Row> ledger() throws SQLException {
        var rows = new ArrayList<Row>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var found = statement.executeQuery(ROWS)) {
            while (found.next()) {
                rows.add(new Row(
                        found.getDouble(1),
                        found.getString(2),
                        found.getString(3),
                        found.getString(4),
                        found.getInt(5),
                        found.getInt(6)));
            }
        }
        return rows;
    }

    static long count(String query) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }

    /** How many fields of today's and this hour's hashes in Redis differ from the ledger. */
    static long differencesInRedis() throws SQLException {
        var expected = new TreeMap<String, Map<String, String>>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var found = statement.executeQuery("""
                        select key, model, count(*) filter (where ended_answer), sum(input_tokens + output_tokens),
                          trim_scale(sum(cost))::text
                        from attempt, lateral (values
                          ('usage:hour:' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD-HH24')),
                          ('usage:day:' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD')),
                          ('user:' || user_id || ':usage:' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD'))) k (key)
                        group by 1, 2
                        """)) {
            while (found.next()) {
                var hash = expected.computeIfAbsent(found.getString(1), key -> new TreeMap<>());
                hash.put(found.getString(2) + ":requests", found.getString(3));
                hash.put(found.getString(2) + ":tokens", found.getString(4));
                hash.put(found.getString(2) + ":cost", found.getString(5));
            }
        }
        try (var redis = new Jedis(URI.create(TestServer.running().environment().get("REDIS_URL")))) {
            return expected.entrySet().stream()
                    .mapToLong(hash -> {
                        var there = redis.hgetAll(hash.getKey());
                        return hash.getValue().entrySet().stream()
                                .filter(field -> !field.getValue().equals(there.get(field.getKey())))
                                .count();
                    })
                    .sum();
        }
    }

    private static java.sql.Connection connect() throws SQLException {
        var environment = TestServer.running().environment();
        return DriverManager.getConnection(
                environment.get("DB_URL"), environment.get("DB_USER"), environment.get("DB_PASSWORD"));
    }
}
