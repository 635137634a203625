package io.baton.provider.wire;

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
final class ConnectionFailures {
    /** Classes of Apache's HTTP client; subclasses of {@link InterruptedIOException}. */
    private static final Set<String> NOT_CONNECTED =
            Set.of("ConnectTimeoutException", "ConnectionPoolTimeoutException");

    private static final Set<String> MALFORMED = Set.of("MessageConstraintException", "ProtocolException");

    private ConnectionFailures() {}

    /**
     * Whether the thread was interrupted; clears its flag. An interrupted virtual thread gets a SocketException and
     * keeps its flag; libraries in between may have turned the flag into an exception.
     */
    static boolean isInterrupt(Throwable failure) {
        return Thread.interrupted()
                | any(
                        failure,
                        e -> e instanceof InterruptedException
                                || e instanceof ClosedByInterruptException
                                || e.getClass() == InterruptedIOException.class);
    }

    /** Whether no part of the request can have reached the provider. */
    static boolean isNotConnected(Throwable failure) {
        return any(
                failure,
                e -> e instanceof ConnectException
                        || e instanceof UnknownHostException
                        || e instanceof NoRouteToHostException
                        || e instanceof SSLHandshakeException
                        || e instanceof SSLPeerUnverifiedException
                        || NOT_CONNECTED.contains(e.getClass().getSimpleName()));
    }

    /** Whether the HTTP client was shut down, provided that it has sent nothing. */
    static boolean isShut(Throwable failure) {
        return any(failure, IllegalStateException.class::isInstance);
    }

    static boolean isError(Throwable failure) {
        return any(failure, Error.class::isInstance);
    }

    /** Whether the peer had closed the connection. */
    static boolean isClosedByPeer(Throwable failure) {
        return any(
                failure,
                e -> e instanceof SocketException
                        || e.getClass().getSimpleName().equals("NoHttpResponseException"));
    }

    /** Whether the reply is not HTTP, or its headers exceed the limits of {@link HttpClientAccess}. */
    static boolean isMalformed(Throwable failure) {
        return any(failure, e -> MALFORMED.contains(e.getClass().getSimpleName()));
    }

    static boolean isReadTimeout(Throwable failure) {
        return any(failure, SocketTimeoutException.class::isInstance);
    }

    /** The end of a reply whose connection failed, other than by an interrupt. */
    static ModelStream.Broken broken(Throwable failure, boolean hasOutput) {
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
    static String nameOf(Throwable failure) {
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
