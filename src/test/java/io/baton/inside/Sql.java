package io.baton.inside;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The application's own database, looked at from inside the server; takes part in a running transaction. */
public final class Sql {
    private Sql() {}

    /** The first column of the only row. */
    public static Object one(String query, Object... parameters) {
        try {
            return prepared(query, parameters, statement -> {
                try (var rows = statement.executeQuery()) {
                    if (!rows.next()) {
                        throw new AssertionError("no row: " + query);
                    }
                    return rows.getObject(1);
                }
            });
        } catch (SQLException broken) {
            throw new AssertionError(query, broken);
        }
    }

    /** How many rows there are: {@code from … where …}. */
    public static long count(String from, Object... parameters) {
        return (Long) one("select count(*) " + from, parameters);
    }

    public static void run(String statement, Object... parameters) throws SQLException {
        prepared(statement, parameters, PreparedStatement::executeUpdate);
    }

    /** Does something while nobody else can read or write a table. */
    public static <T> T whileLocked(String table, Supplier<T> work) throws SQLException {
        return whileHeld("lock table " + table + " in access exclusive mode", work);
    }

    /** Does something before the transaction of a statement that takes a lock is rolled back. */
    public static <T> T whileHeld(String locking, Supplier<T> work) throws SQLException {
        try (var connection = database().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute(locking);
                return work.get();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static <T> T prepared(String text, Object[] parameters, Work<T> work) throws SQLException {
        try (var connection = database().getConnection();
                var statement = connection.prepareStatement(text)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return work.with(statement);
        }
    }

    private static DataSource database() {
        try {
            return InitialContext.doLookup("jdbc/baton");
        } catch (NamingException missing) {
            throw new AssertionError(missing);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }
}
