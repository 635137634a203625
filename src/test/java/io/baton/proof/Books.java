package io.baton.proof;

import io.baton.dev.TestServer;
import io.baton.testing.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
        try (var connection = Database.connect(TestServer.running());
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
        try (var connection = Database.connect(TestServer.running());
                var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }
}
