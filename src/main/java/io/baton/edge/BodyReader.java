package io.baton.edge;

import io.baton.platform.BodyGuard;
import io.baton.platform.Problem;
import io.baton.platform.Problem.Kind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads one body as it comes in, and then has its request dispatched anew, or refused. */
final class BodyReader implements ReadListener, AsyncListener {
    private static final String ATTRIBUTE = BodyReader.class.getName();

    /** For the whole body, however it trickles; the longest that is allowed takes 200 kbit/s then. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int PIECE = 8 * 1024;

    private final HttpServletRequest request;
    private final int most;
    private final HeldBodies held;
    private final String client;
    private final String uri;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Exception refusal;
    private AsyncContext context;
    private ServletInputStream stream;

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

    void begin() throws IOException {
        request.setAttribute(ATTRIBUTE, this);
        context = request.startAsync();
        context.setTimeout(DEADLINE.toMillis());
        context.addListener(this);
        stream = request.getInputStream();
        stream.setReadListener(this);
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

    @Override
    public void onDataAvailable() throws IOException {
        var piece = new byte[PIECE];
        while (stream.isReady()) {
            var length = stream.read(piece);
            if (length < 0) {
                return;
            }
            if (!ended.get() && refusal == null) {
                take(piece, length);
            }
        }
    }

    /**
     * What still comes after a refusal is read and dropped before the client is told: left alone it would pile up in the server,
     * and where both read at once, neither goes on.
     */
    private void take(byte[] piece, int length) {
        if (body.size() + length > most) {
            refusal = BodyGuard.tooLong(most);
            forget();
        } else if (held.take(client, length)) {
            body.write(piece, 0, length);
        } else {
            refusal = Problem.later(Kind.UNAVAILABLE, Duration.ofSeconds(1), "problem.bodies");
            forget();
        }
    }

    @Override
    public void onAllDataRead() {
        dispatch();
    }

    @Override
    public void onError(Throwable brokenOff) {
        refuse(Problem.badField("body", "problem.body-broken"));
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        refuse(new ClientErrorException(408));
    }

    private void refuse(Exception why) {
        if (!ended.get() && refusal == null) {
            refusal = why;
        }
        dispatch();
    }

    /** To the path as the client spelled it: the server would take the path that it has decoded and decode it once more. */
    private void dispatch() {
        if (ended.compareAndSet(false, true)) {
            var query = request.getQueryString();
            context.dispatch(request.getServletContext(), request.getRequestURI() + (query == null ? "" : "?" + query));
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // of whatever answers, once the body has been read
    }

    @Override
    public void onComplete(AsyncEvent event) {
        forget();
    }

    @Override
    public void onError(AsyncEvent event) {
        refuse(Problem.badField("body", "problem.body-broken"));
    }
}
