package io.baton.platform;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Tells that PostgreSQL is away, refuses connections or does not reply, from what a call of it has thrown. */
public final class DatabaseAway {
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** Classes of SQLSTATE: connection, resources, not in the prerequisite state (no connections allowed), operator. */
    private static final Set<String> STATES = Set.of("08", "53", "55", "57");

    private DatabaseAway() {}

    /** What the caller must be told; empty: it is something else. */
    public static Optional<Problem> of(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isAway(sql)) {
                return Optional.of(Problem.later(Problem.Kind.UNAVAILABLE, AGAIN, "problem.database-away"));
            }
        }
        return Optional.empty();
    }

    private static boolean isAway(SQLException thrown) {
        var state = thrown.getSQLState();
        return thrown instanceof SQLTransientConnectionException
                || thrown instanceof SQLRecoverableException
                || state != null && state.length() == 5 && STATES.contains(state.substring(0, 2));
    }
}
