package io.baton.platform;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.hibernate.Session;

/**
 * SQL statements that are sent to PostgreSQL together, in one round trip, and run in their order. The driver prepares each of them
 * once per connection. If one fails, those after it do not run, and the transaction can only be rolled back.
 *
 * <p>Parameters are {@code ?}. Their values are null, or strings, numbers, booleans, UUIDs, {@link Instant}s and arrays of strings.
 */
public final class SqlPipeline {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();

    /** Takes the result of one statement. */
    private interface Result {
        void take(PreparedStatement statement, boolean hasRows) throws SQLException;
    }

    /** Takes one row; its cursor must not be moved. */
    @FunctionalInterface
    public interface Row {
        void take(ResultSet row) throws SQLException;
    }

    /** Adds a statement whose result does not matter. */
    public SqlPipeline add(String statement, Object... values) {
        return add(statement, (sent, hasRows) -> {}, values);
    }

    /**
     * Adds a statement that changes rows.
     *
     * @param changed gets their number; what it throws is thrown by {@link #run}
     */
    public SqlPipeline update(String statement, IntConsumer changed, Object... values) {
        return add(statement, (sent, hasRows) -> changed.accept(sent.getUpdateCount()), values);
    }

    /**
     * Adds a statement that gives rows.
     *
     * @param each gets each row; what it throws is thrown by {@link #run}
     */
    public SqlPipeline query(String statement, Row each, Object... values) {
        return add(
                statement,
                (sent, hasRows) -> {
                    try (var rows = sent.getResultSet()) {
                        while (rows.next()) {
                            each.take(rows);
                        }
                    }
                },
                values);
    }

    private SqlPipeline add(String statement, Result result, Object... values) {
        if (!sql.isEmpty()) {
            sql.append(";\n");
        }
        sql.append(statement);
        parameters.addAll(Arrays.asList(values));
        results.add(result);
        return this;
    }

    /**
     * Sends the statements in the current transaction, and hands over the results in order once all have run.
     *
     * @throws jakarta.persistence.PersistenceException if one fails
     */
    public void run(EntityManager entities) {
        if (!results.isEmpty()) {
            entities.unwrap(Session.class).doWork(this::run);
        }
    }

    private void run(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(sql.toString())) {
            for (var i = 0; i < parameters.size(); i++) {
                bind(statement, i + 1, parameters.get(i));
            }
            var hasRows = statement.execute();
            for (var result : results) {
                result.take(statement, hasRows);
                hasRows = statement.getMoreResults();
            }
        }
    }

    private static void bind(PreparedStatement statement, int position, Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(position, Types.NULL);
            case Instant at -> statement.setObject(position, at.atOffset(ZoneOffset.UTC));
            case String[] strings ->
                statement.setArray(position, statement.getConnection().createArrayOf("text", strings));
            default -> statement.setObject(position, value);
        }
    }
}
