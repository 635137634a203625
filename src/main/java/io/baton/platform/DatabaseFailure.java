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
 * What an exception of a call to PostgreSQL means: whether the same call may succeed later, because the connection, a lock or a
 * time-out was at fault, or never will, because of what it wanted to store.
 */
public final class DatabaseFailure {
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /**
     * Classes of SQLSTATE that can heal: connection, sign-in, rollback by serialisation or deadlock, resources, not in the
     * prerequisite state (locks, no connections allowed), operator and time-outs.
     */
    private static final Set<String> HEALING_CLASSES = Set.of("08", "28", "40", "53", "55", "57");

    /** Of class 25, read only (a standby), and the session's time-outs. */
    private static final Set<String> HEALING_STATES = Set.of("25006", "25P03", "25P04");

    private DatabaseFailure() {}

    /** Whether it may succeed later; false for what is no failure of a database. */
    public static boolean canHeal(Throwable thrown) {
        return causes(thrown).anyMatch(DatabaseFailure::heals);
    }

    /** What the caller must be told where it can heal; empty: it can't, or it is something else. */
    public static Optional<Problem> of(Throwable thrown) {
        return canHeal(thrown)
                ? Optional.of(Problem.later(Problem.Kind.UNAVAILABLE, AGAIN, "problem.database-away"))
                : Optional.empty();
    }

    /**
     * Logs it by its class and SQLSTATE alone, since a database's messages may quote the row; what is no failure of a database
     * whole.
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

    private static boolean heals(Throwable cause) {
        return switch (cause) {
            case SQLTransientException passing -> true;
            case SQLRecoverableException lostConnection -> true;
            case SQLException sql -> heals(sql.getSQLState());
            case QueryTimeoutException slow -> true;
            case LockTimeoutException locked -> true;
            case PessimisticLockException locked -> true;
            case RollbackException timedOut -> isBare(timedOut);
            case SystemException server -> isBare(server);
            default -> false;
        };
    }

    private static boolean heals(String state) {
        return state != null
                && state.length() == 5
                && (HEALING_CLASSES.contains(state.substring(0, 2)) || HEALING_STATES.contains(state));
    }

    /** The transaction manager gave up by itself: it has no other cause, or one that is seen by itself. */
    private static boolean isBare(Throwable cause) {
        return cause.getCause() == null;
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(32);
    }
}
