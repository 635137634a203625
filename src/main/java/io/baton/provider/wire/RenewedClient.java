package io.baton.provider.wire;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * A provider's REST client, and another one in its place once it is broken: after an {@link Error}, such as too little memory,
 * the HTTP client in it closes all its connections and gives no more. A request that met a connection which the provider had
 * closed before is asked again, once, on a new connection.
 */
public final class RenewedClient implements ChatClient {
    private static final Logger LOG = Logger.getLogger(RenewedClient.class.getName());

    private final Supplier<Line> lines;
    private Line current;

    /**
     * A REST client and what is done with its connections.
     *
     * @param closeIdle closes those that wait for a request
     * @param close     closes all
     */
    record Line(ChatClient client, Runnable closeIdle, Runnable close) {}

    /** @param clients makes REST clients of Liberty's */
    public static RenewedClient of(Supplier<? extends ChatClient> clients) {
        return new RenewedClient(() -> {
            var client = clients.get();
            var access = HttpClientAccess.to(client);
            return new Line(client, access::closeIdle, access::shutDown);
        });
    }

    RenewedClient(Supplier<Line> lines) {
        this.lines = lines;
        this.current = lines.get();
    }

    @Override
    public Response complete(String authorization, ChatRequest request) {
        var used = current();
        try {
            return ask(used, authorization, request);
        } catch (ProcessingException failure) {
            if (ConnectionFailures.isError(failure)) {
                renew(used);
                throw failure;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            var progress = RequestProgress.ofThisThread();
            if (ConnectionFailures.isShut(failure) && !progress.isSent()) {
                renew(used);
            } else if (ConnectionFailures.isClosedByPeer(failure) && progress.isStale()) {
                used.closeIdle().run(); // they are as old, and the next one must be a new one
            } else {
                throw failure;
            }
            return ask(current(), authorization, request);
        }
    }

    private static Response ask(Line line, String authorization, ChatRequest request) {
        RequestProgress.ofThisThread().begin();
        try {
            return line.client().complete(authorization, request);
        } catch (IllegalStateException
                | UndeclaredThrowableException
                | Error broken) { // as a REST client throws an Error
            throw new ProcessingException(broken);
        }
    }

    private synchronized Line current() {
        return current;
    }

    private synchronized void renew(Line broken) {
        if (current == broken) {
            LOG.warning("the HTTP client of a provider is broken; there is a new one in its place");
            broken.close().run();
            current = lines.get();
        }
    }
}
