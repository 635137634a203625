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
 * Reads one body on a virtual thread. Most bodies arrive together with their headers, and the request continues at once. Otherwise
 * the request releases its thread, and is dispatched again when the body is complete or rejected.
 *
 * <p>A {@code ReadListener} is not used: when a client disconnects, the server may reuse the request object while the listener still
 * works with it, and one client gets another one's response.
 */
final class BodyReader {
    private static final String ATTRIBUTE = BodyReader.class.getName();

    /**
     * For the whole body, so the longest that is allowed needs 200 kbit/s. It is checked between two reads, each of which the server
     * limits ({@code readTimeout}).
     */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int BUFFER_BYTES = 8 * 1024;

    private final HttpServletRequest request;
    private final int maxBytes;
    private final BodyMemory memory;
    private final String client;
    private final String uri;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<Void> reading = new CompletableFuture<>();
    private Exception refusal;

    BodyReader(HttpServletRequest request, int maxBytes, BodyMemory memory) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.memory = memory;
        uri = request.getRequestURI();
        client = request.getUserPrincipal() == null
                ? request.getRemoteAddr()
                : request.getUserPrincipal().getName();
    }

    /** The reader that has read this request's body; empty before that. */
    static Optional<BodyReader> of(HttpServletRequest request) {
        return Optional.ofNullable((BodyReader) request.getAttribute(ATTRIBUTE));
    }

    /** @return whether reading has ended within that time, so that the request can continue on its thread */
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

    /**
     * Releases the thread and dispatches the request again when the body has been read. The path is the client's spelling, because the
     * server's is decoded, and would be decoded twice.
     */
    void dispatchWhenRead() {
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
            release();
            context.complete();
        }
    }

    /** Why the request is rejected; empty: the body is complete. */
    Optional<Exception> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** In the client's spelling, without the query. */
    String uri() {
        return uri;
    }

    byte[] body() {
        return body.toByteArray();
    }

    /** Releases the memory of the body. */
    void release() {
        memory.release(client, body.size());
        body.reset();
    }

    private void read(ServletInputStream stream) {
        try {
            var end = System.nanoTime() + DEADLINE.toNanos();
            var buffer = new byte[BUFFER_BYTES];
            for (var length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                append(buffer, length);
                if (System.nanoTime() - end > 0) {
                    throw new SocketTimeoutException();
                }
            }
        } catch (SocketTimeoutException tooSlow) {
            refuse(new ClientErrorException(408));
        } catch (IOException | RuntimeException brokenOff) {
            refuse(Problem.badField("body", "problem.body-broken"));
        } catch (Error fault) { // such as a full heap: a part must never count as the whole
            refuse(Problem.badField("body", "problem.body-broken"));
            throw fault;
        } finally {
            reading.complete(null);
        }
    }

    /**
     * After a rejection the rest is read and dropped before the client gets the response. Unread, it would fill the server's buffers,
     * and if client and server both only write, neither continues.
     */
    private void append(byte[] bytes, int length) {
        if (refusal != null) {
            return;
        }
        if (body.size() + length > maxBytes) {
            refuse(BodyGuard.tooLong(maxBytes));
        } else if (memory.reserve(client, length)) {
            body.write(bytes, 0, length);
        } else {
            refuse(Problem.temporary(Kind.UNAVAILABLE, Duration.ofSeconds(1), "problem.bodies"));
        }
    }

    private void refuse(Exception why) {
        if (refusal == null) {
            refusal = why;
            release();
        }
    }
}
