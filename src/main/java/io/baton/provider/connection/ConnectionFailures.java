package io.baton.provider.connection;

import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Classifies exceptions of the HTTP client. They wrap the socket's, and their classes are not on our class path. */
public final class ConnectionFailures {
    /** Classes of Apache's HTTP client; subclasses of {@link InterruptedIOException}. */
    private static final String NOT_CONNECTED = "ConnectTimeoutException";

    private static final String POOL_EXHAUSTED = "ConnectionPoolTimeoutException";

    private static final Set<String> MALFORMED = Set.of("MessageConstraintException", "ProtocolException");

    private ConnectionFailures() {}

    /**
     * Whether the thread was interrupted; clears its flag. An interrupted virtual thread gets a SocketException and
     * keeps its flag; libraries in between may have turned the flag into an exception.
     */
    public static boolean isInterrupt(Throwable failure) {
        return Thread.interrupted()
                | any(
                        failure,
                        e -> e instanceof InterruptedException
                                || e instanceof ClosedByInterruptException
                                || e.getClass() == InterruptedIOException.class);
    }

    /** Whether no part of the request can have reached the provider. */
    public static boolean isNotConnected(Throwable failure) {
        return any(
                failure,
                e -> e instanceof ConnectException
                        || e instanceof UnknownHostException
                        || e instanceof NoRouteToHostException
                        || e instanceof SSLHandshakeException
                        || e instanceof SSLPeerUnverifiedException
                        || e.getClass().getSimpleName().equals(NOT_CONNECTED));
    }

    /** Whether no connection was free in time; nothing was sent. */
    public static boolean isPoolExhausted(Throwable failure) {
        return any(failure, e -> e.getClass().getSimpleName().equals(POOL_EXHAUSTED));
    }

    /** Whether the HTTP client was shut down, provided that it has sent nothing. */
    public static boolean isShut(Throwable failure) {
        return any(failure, IllegalStateException.class::isInstance);
    }

    public static boolean isError(Throwable failure) {
        return any(failure, Error.class::isInstance);
    }

    /** Whether the peer had closed the connection. */
    public static boolean isClosedByPeer(Throwable failure) {
        return any(
                failure,
                e -> e instanceof SocketException
                        || e.getClass().getSimpleName().equals("NoHttpResponseException"));
    }

    /** Whether the reply is not HTTP, or its headers exceed the limits of {@link HttpClientAccess}. */
    public static boolean isMalformed(Throwable failure) {
        return any(failure, e -> MALFORMED.contains(e.getClass().getSimpleName()));
    }

    public static boolean isReadTimeout(Throwable failure) {
        return any(failure, SocketTimeoutException.class::isInstance);
    }

    /** The end of a reply whose connection failed, other than by an interrupt. */
    public static ModelStream.Broken broken(Throwable failure, boolean hasOutput) {
        if (isReadTimeout(failure)) {
            return hasOutput
                    ? new ModelStream.Broken(Outcome.STALLED, "silent after its first output")
                    : new ModelStream.Broken(Outcome.TOO_SLOW, "silent before its first output");
        }
        if (isMalformed(failure)) {
            return new ModelStream.Broken(Outcome.MALFORMED, "no HTTP response within the bounds");
        }
        return new ModelStream.Broken(Outcome.CUT, "connection lost: " + nameOf(failure));
    }

    /** The name of the root cause; messages may contain addresses or request data. */
    public static String nameOf(Throwable failure) {
        return chain(failure)
                .reduce((outer, inner) -> inner)
                .orElseThrow()
                .getClass()
                .getSimpleName();
    }

    private static boolean any(Throwable failure, Predicate<Throwable> test) {
        return chain(failure).anyMatch(test);
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, e -> e != null, Throwable::getCause).limit(16);
    }
}
