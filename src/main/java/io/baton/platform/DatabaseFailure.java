package io.baton.platform;

import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import jakarta.persistence.QueryTimeoutException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Classifies exceptions of database calls: transient (connection, lock, time-out; the same call may succeed later) or
 * permanent (the data can't be stored).
 */
public final class DatabaseFailure {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /**
     * Transient SQLSTATE classes: connection, authorization, rollback by serialization failure or deadlock, resources,
     * object not in prerequisite state (locks, no connections allowed), operator intervention and time-outs.
     */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "28", "40", "53", "55", "57");

    /** Transient states of class 25: read-only transaction (on a standby), and the session's time-outs. */
    private static final Set<String> TRANSIENT_STATES = Set.of("25006", "25P03", "25P04");

    private DatabaseFailure() {}

    /** Whether a retry may succeed; false for exceptions that do not come from a database. */
    public static boolean isTransient(Throwable thrown) {
        return causes(thrown).anyMatch(DatabaseFailure::isTransientCause);
    }

    /** The problem to report to the caller; empty if the failure is permanent or not the database's. */
    public static Optional<Problem> of(Throwable thrown) {
        return isTransient(thrown)
                ? Optional.of(Problem.temporary(Problem.Kind.UNAVAILABLE, RETRY_AFTER, "problem.database-away"))
                : Optional.empty();
    }

    /**
     * Logs a database failure by class and SQLSTATE only, since its message may quote the row. Logs any other exception
     * in full.
     */
    public static void log(Logger log, Level level, String what, Throwable thrown) {
        var sql = causes(thrown)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .reduce((outer, inner) -> inner);
        if (sql.isPresent()) {
            log.log(
                    level,
                    what + ": " + sql.get().getClass().getName() + " "
                            + sql.get().getSQLState());
        } else {
            log.log(level, what, thrown);
        }
    }

    private static boolean isTransientCause(Throwable cause) {
        return switch (cause) {
            case SQLTransientException passing -> true;
            case SQLRecoverableException lostConnection -> true;
            case SQLException sql -> isTransientState(sql.getSQLState());
            case QueryTimeoutException slow -> true;
            case LockTimeoutException locked -> true;
            case PessimisticLockException locked -> true;
            case RollbackException timedOut -> isBare(timedOut);
            case SystemException server -> isBare(server);
            default -> false;
        };
    }

    private static boolean isTransientState(String state) {
        return state != null
                && state.length() == 5
                && (TRANSIENT_CLASSES.contains(state.substring(0, 2)) || TRANSIENT_STATES.contains(state));
    }

    /** A bare rollback, for instance by time-out. A cause, if there is one, is classified by itself. */
    private static boolean isBare(Throwable cause) {
        return cause.getCause() == null;
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(32);
    }
}
