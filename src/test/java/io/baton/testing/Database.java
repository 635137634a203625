package io.baton.testing;

import io.baton.dev.TestServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is stored, read past the server. */
public final class Database {
    private Database() {}

    /**
     * A request to a provider, as the ledger has it.
     *
     * @param outcome null: it has not ended
     */
    public record Attempt(
            int ordinal,
            String model,
            String outcome,
            int input,
            int output,
            String source,
            BigDecimal cost,
            boolean endedAnswer) {}

    /** By their order. */
    public static List<Attempt> attempts(UUID answerId) {
        return rows("select * from attempt where answer_id = ? order by ordinal", answerId).stream()
                .map(row -> new Attempt(
                        (Integer) row.get("ordinal"),
                        (String) row.get("model"),
                        (String) row.get("outcome"),
                        (Integer) row.get("input_tokens"),
                        (Integer) row.get("output_tokens"),
                        (String) row.get("source"),
                        (BigDecimal) row.get("cost"),
                        (Boolean) row.get("ended_answer")))
                .toList();
    }

    /** The only row, as names and values; text, numbers and so on as JDBC has them. */
    public static Map<String, Object> row(String sql, Object... arguments) {
        var rows = rows(sql, arguments);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows: " + sql);
        }
        return rows.getFirst();
    }

    public static long count(String fromWhere, Object... arguments) {
        return (Long) row("select count(*) as n from " + fromWhere, arguments).get("n");
    }

    public static List<Map<String, Object>> rows(String sql, Object... arguments) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (var found = statement.executeQuery()) {
                var rows = new ArrayList<Map<String, Object>>();
                while (found.next()) {
                    var row = new LinkedHashMap<String, Object>();
                    for (var i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                        row.put(found.getMetaData().getColumnLabel(i), found.getObject(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException wrong) {
            throw new IllegalStateException(sql, wrong);
        }
    }

    public static void run(String sql, Object... arguments) {
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            statement.executeUpdate();
        } catch (SQLException wrong) {
            throw new IllegalStateException(sql, wrong);
        }
    }

    /** Lets the server in, or throws it out and keeps it out. */
    public static void letIn(boolean allowed) {
        try (var connection = connect(TestServer.running(), "template1");
                var statement = connection.createStatement()) {
            statement.execute("alter database postgres with allow_connections " + allowed);
            if (!allowed) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'");
            }
        } catch (SQLException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /** A connection that keeps all others off a table until it is closed. */
    public static Connection locked(String table) throws SQLException {
        var connection = connect();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in access exclusive mode");
        }
        return connection;
    }

    private static Connection connect() throws SQLException {
        return connect(TestServer.running());
    }

    public static Connection connect(TestServer server) throws SQLException {
        return connect(server, "postgres");
    }

    private static Connection connect(TestServer server, String database) throws SQLException {
        var environment = server.environment();
        return DriverManager.getConnection(
                environment.get("DB_URL").replaceFirst("/postgres$", "/" + database),
                environment.get("DB_USER"),
                environment.get("DB_PASSWORD"));
    }
}
