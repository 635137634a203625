package io.baton.edge;

import io.baton.http.BodyGuard;
import io.baton.platform.Problem;
import io.baton.platform.Problem.Kind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads one body on a virtual thread of its own. Most bodies come along with their headers, and the request goes on at once;
 * where one does not, its request gives its thread back, and is dispatched anew when the body is there or is refused.
 *
 * <p>The server's own way to read without waiting, a {@code ReadListener}, is not used: when a client hangs up, it may hand the
 * request to its next user while the listener still works with it, and one client gets what another one asked for.
 */
final class BodyReader {
    private static final String ATTRIBUTE = BodyReader.class.getName();

    /**
     * For the whole body, however it trickles; the longest that is allowed takes 200 kbit/s then. It is looked at between two
     * reads, of which each lasts as long as the server lets it ({@code readTimeout}).
     */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int PIECE = 8 * 1024;

    private final HttpServletRequest request;
    private final int most;
    private final HeldBodies held;
    private final String client;
    private final String uri;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<Void> reading = new CompletableFuture<>();
    private Exception refusal;

    BodyReader(HttpServletRequest request, int most, HeldBodies held) {
        this.request = request;
        this.most = most;
        this.held = held;
        uri = request.getRequestURI();
        client = request.getUserPrincipal() == null
                ? request.getRemoteAddr()
                : request.getUserPrincipal().getName();
    }

    /** The one that has read this request's body, where that is done. */
    static Optional<BodyReader> of(HttpServletRequest request) {
        return Optional.ofNullable((BodyReader) request.getAttribute(ATTRIBUTE));
    }

    /** @return whether it has ended within that time, so that the request can go on as it is */
    boolean read(Duration patience) throws IOException {
        var stream = request.getInputStream();
        Thread.ofVirtual().name("body").start(() -> read(stream));
        try {
            reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException later) {
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Once the body has been read. The path is as the client spelled it: the server's own is decoded, and would be once more. */
    void dispatchThen() {
        var query = request.getQueryString();
        var path = uri + (query == null ? "" : "?" + query);
        var application = request.getServletContext();
        request.setAttribute(ATTRIBUTE, this);
        var context = request.startAsync();
        context.setTimeout(0);
        reading.thenRun(() -> dispatch(() -> context.dispatch(application, path), context));
    }

    private void dispatch(Runnable dispatch, AsyncContext context) {
        try {
            dispatch.run();
        } catch (RuntimeException stopping) {
            forget();
            context.complete();
        }
    }

    /** Why the request can't go on; empty: the body is whole. */
    Optional<Exception> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** As the client spelled it, without the query. */
    String uri() {
        return uri;
    }

    byte[] body() {
        return body.toByteArray();
    }

    /** Once nobody needs the body any more. */
    void forget() {
        held.give(client, body.size());
        body.reset();
    }

    private void read(ServletInputStream stream) {
        try {
            var end = System.nanoTime() + DEADLINE.toNanos();
            var piece = new byte[PIECE];
            for (var length = stream.read(piece); length >= 0; length = stream.read(piece)) {
                take(piece, length);
                if (System.nanoTime() - end > 0) {
                    throw new SocketTimeoutException();
                }
            }
        } catch (SocketTimeoutException tooSlow) {
            refuse(new ClientErrorException(408));
        } catch (IOException | RuntimeException brokenOff) {
            refuse(Problem.badField("body", "problem.body-broken"));
        } finally {
            reading.complete(null);
        }
    }

    /**
     * What still comes after a refusal is read and dropped before the client is told: left alone it would pile up in the server,
     * and where both read at once, neither goes on.
     */
    private void take(byte[] piece, int length) {
        if (refusal != null) {
            return;
        }
        if (body.size() + length > most) {
            refuse(BodyGuard.tooLong(most));
        } else if (held.take(client, length)) {
            body.write(piece, 0, length);
        } else {
            refuse(Problem.later(Kind.UNAVAILABLE, Duration.ofSeconds(1), "problem.bodies"));
        }
    }

    private void refuse(Exception why) {
        if (refusal == null) {
            refusal = why;
            forget();
        }
    }
}
