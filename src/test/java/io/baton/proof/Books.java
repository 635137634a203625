package io.baton.proof;

import io.baton.testing.Database;
import java.util.List;

/** What Baton has booked, read past it. */
final class Books {
    private static final String ROWS = """
            select (w.request->>'temperature')::float8 as temperature, a.provider, a.source, a.outcome, a.input_tokens, a.output_tokens
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

    static List<Row> ledger() {
        return Database.rows(ROWS).stream()
                .map(row -> new Row(
                        (Double) row.get("temperature"),
                        (String) row.get("provider"),
                        (String) row.get("source"),
                        (String) row.get("outcome"),
                        (Integer) row.get("input_tokens"),
                        (Integer) row.get("output_tokens")))
                .toList();
    }

    /** The number that a query gives. */
    static long count(String query) {
        var row = Database.row(query);
        return ((Number) row.values().iterator().next()).longValue();
    }
}
