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
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Exception refusal;
    private AsyncContext context;
    private ServletInputStream stream;

    BodyReader(HttpServletRequest request, int most, HeldBodies held) {
        this.request = request;
        this.most = most;
        this.held = held;
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
            // What still comes after a refusal is read all the same, and dropped: left alone it would pile up in the
            // server.
            if (!ended.get()) {
                take(piece, length);
            }
        }
    }

    private void take(byte[] piece, int length) {
        if (body.size() + length > most) {
            refuse(BodyGuard.tooLong(most));
        } else if (held.take(client, length)) {
            body.write(piece, 0, length);
        } else {
            refuse(Problem.later(Kind.UNAVAILABLE, Duration.ofSeconds(1), "problem.bodies"));
        }
    }

    @Override
    public void onAllDataRead() {
        if (ended.compareAndSet(false, true)) {
            context.dispatch();
        }
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
        if (ended.compareAndSet(false, true)) {
            refusal = why;
            context.dispatch();
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
