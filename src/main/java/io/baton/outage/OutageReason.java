package io.baton.outage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a service that a node needs can't be used, in words for its operator. */
public enum OutageReason {
    /** Nothing listens there, or a firewall says so. */
    REFUSED,
    UNKNOWN_HOST,
    TIME_OUT,
    /** No trusted certificate, or no common protocol. */
    TLS,
    WRONG_PASSWORD,
    /** What answers is not what is expected there, or has an error of its own. */
    INVALID_REPLY,
    /** A connection that was open broke. */
    DISCONNECTED;

    private static final Pattern WRONG_PASSWORD_OF_REDIS = Pattern.compile("(WRONGPASS|NOAUTH|ERR AUTH)\\b.*");
    /** SQLSTATE: invalid authorization. */
    private static final String WRONG_PASSWORD_OF_POSTGRESQL = "28";

    private static final String PROTOCOL_VIOLATION_OF_POSTGRESQL = "08P01";

    private static final int DEEPEST = 16;

    /** Searches the failure and its causes. */
    public static OutageReason of(Throwable failure) {
        return Stream.of(values())
                .filter(reason -> chain(failure).anyMatch(reason.test()))
                .findFirst()
                .orElse(DISCONNECTED);
    }

    private Predicate<Throwable> test() {
        return switch (this) {
            case REFUSED -> e -> e instanceof ConnectException || e instanceof NoRouteToHostException;
            case UNKNOWN_HOST -> UnknownHostException.class::isInstance;
            case TIME_OUT -> OutageReason::isTimeOut;
            case TLS -> SSLException.class::isInstance;
            case WRONG_PASSWORD -> OutageReason::isWrongPassword;
            case INVALID_REPLY -> OutageReason::isInvalidReply;
            case DISCONNECTED -> e -> false;
        };
    }

    /** Libraries have exceptions of their own for it, or only say so. */
    private static boolean isTimeOut(Throwable failure) {
        return failure instanceof InterruptedIOException
                || failure instanceof NoSuchElementException
                || failure.getClass().getSimpleName().contains("Timeout")
                || failure instanceof SQLException
                        && String.valueOf(failure.getMessage()).contains("timed out");
    }

    private static boolean isWrongPassword(Throwable failure) {
        return failure instanceof SQLException sql
                        && sql.getSQLState() != null
                        && sql.getSQLState().startsWith(WRONG_PASSWORD_OF_POSTGRESQL)
                || failure.getMessage() != null
                        && WRONG_PASSWORD_OF_REDIS.matcher(failure.getMessage()).matches();
    }

    private static boolean isInvalidReply(Throwable failure) {
        return failure instanceof SQLException sql && PROTOCOL_VIOLATION_OF_POSTGRESQL.equals(sql.getSQLState())
                || failure instanceof IOException
                        && String.valueOf(failure.getMessage()).contains("status code");
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, e -> e != null, Throwable::getCause).limit(DEEPEST);
    }

    /** As in health checks, such as {@code wrong-password}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
