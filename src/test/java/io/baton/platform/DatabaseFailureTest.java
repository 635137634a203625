package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionalException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "08001", "28P01", "40001", "40P01", "53300", "53100", "55000", "55P03", "57014", "57P01",
                "57P03", "25006", "25P03", "25P04"
            })
    void connectionsClashesAndTimeOutsCanHeal(String state) {
        assertTrue(DatabaseFailure.isTransient(wrapped(new SQLException("gone", state))));
        assertEquals(
                Problem.Kind.UNAVAILABLE,
                DatabaseFailure.of(new SQLException("gone", state))
                        .orElseThrow()
                        .kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "22003", "23505", "23514", "23503", "42703", "25P02", "XX000", "", "57"})
    void whatWasToBeStoredNeverHeals(String state) {
        assertFalse(DatabaseFailure.isTransient(wrapped(new SQLException("wrong", state))));
        assertTrue(DatabaseFailure.of(new SQLException("wrong", state)).isEmpty());
    }

    @Test
    void aPoolWithoutConnectionAndATransactionThatTookTooLongCanHeal() {
        assertTrue(DatabaseFailure.isTransient(wrapped(new SQLTransientConnectionException("no connection in time"))));
        assertTrue(DatabaseFailure.isTransient(wrapped(new SQLRecoverableException("stale"))));
        assertTrue(DatabaseFailure.isTransient(new TransactionalException("rolled back", new RollbackException())));
    }

    @Test
    void aRollbackHealsOnlyWhereItsCauseDoes() {
        var rolledBack = new RollbackException();
        rolledBack.initCause(wrapped(new SQLException("too long", "22001")));
        assertFalse(DatabaseFailure.isTransient(rolledBack));
    }

    @Test
    void aBugNeverHeals() {
        assertFalse(DatabaseFailure.isTransient(new NullPointerException()));
        assertFalse(DatabaseFailure.isTransient(new PersistenceException("not an entity")));
    }

    @Test
    void theLogHoldsClassAndStateAndNotTheRow() {
        var records = new ArrayList<LogRecord>();
        var log = Logger.getAnonymousLogger();
        log.setUseParentHandlers(false);
        log.addHandler(new Handler() {
            @Override
            public void publish(LogRecord made) {
                records.add(made);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        DatabaseFailure.log(log, Level.WARNING, "not stored", wrapped(new SQLException("secret row", "22001")));
        assertEquals(
                List.of("not stored: java.sql.SQLException 22001"),
                records.stream().map(LogRecord::getMessage).toList());
        assertEquals(null, records.getFirst().getThrown());
        DatabaseFailure.log(log, Level.WARNING, "a bug", new NullPointerException());
        assertEquals(NullPointerException.class, records.getLast().getThrown().getClass());
    }

    private static RuntimeException wrapped(SQLException sql) {
        return new PersistenceException(new IllegalStateException(sql));
    }
}
