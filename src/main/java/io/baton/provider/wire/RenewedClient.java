package io.baton.provider.wire;

import io.baton.provider.connection.ConnectionFailures;
import io.baton.provider.connection.HttpClientAccess;
import io.baton.provider.connection.ProviderPool;
import io.baton.provider.connection.RequestProgress;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * A provider's REST client that is replaced once it is broken: after an {@link Error}, such as an OutOfMemoryError, its
 * HTTP client closes all connections and opens no more. A request that used a connection which the provider had already
 * closed is repeated on another one; several times, because others may just have given back such connections.
 */
public final class RenewedClient implements ChatClient {
    private static final Logger LOG = Logger.getLogger(RenewedClient.class.getName());

    private static final int MOST_TRIES = 5;

    private final Supplier<Client> clients;
    private Client current;

    /**
     * A REST client with access to its connections.
     *
     * @param closeIdle   closes idle connections
     * @param close       closes all connections
     */
    record Client(ChatClient client, Runnable closeIdle, Runnable close) {}

    /** @param clients creates Liberty REST clients */
    public static RenewedClient of(Supplier<? extends ChatClient> clients) {
        return new RenewedClient(() -> {
            var client = clients.get();
            return client(client, HttpClientAccess.to(client));
        });
    }

    /** The same, with the connections of a pool. */
    public static RenewedClient of(ProviderPool pool, Supplier<? extends ChatClient> clients) {
        return new RenewedClient(() -> {
            var client = clients.get();
            return client(client, pool.attach(client));
        });
    }

    private static Client client(ChatClient client, HttpClientAccess access) {
        return new Client(client, access::closeIdle, access::shutDown);
    }

    RenewedClient(Supplier<Client> clients) {
        this.clients = clients;
        this.current = clients.get();
    }

    @Override
    public Response complete(String authorization, ChatRequest request) {
        for (var tries = 1; ; tries++) {
            var used = current();
            try {
                return send(used, authorization, request);
            } catch (ProcessingException failure) {
                repair(used, failure, tries < MOST_TRIES);
            }
        }
    }

    /** Prepares another try, or throws the failure. */
    private void repair(Client used, ProcessingException failure, boolean mayTryAgain) {
        if (ConnectionFailures.isError(failure)) {
            renew(used);
            throw failure;
        }
        var progress = RequestProgress.ofThisThread();
        if (!mayTryAgain || Thread.currentThread().isInterrupted()) {
            throw failure;
        } else if (ConnectionFailures.isShut(failure) && !progress.isSent()) {
            renew(used);
        } else if (ConnectionFailures.isClosedByPeer(failure) && progress.isStale()) {
            used.closeIdle().run(); // they may be stale, too
        } else {
            throw failure;
        }
    }

    private static Response send(Client client, String authorization, ChatRequest request) {
        RequestProgress.ofThisThread().begin();
        try {
            return client.client().complete(authorization, request);
        } catch (IllegalStateException
                | UndeclaredThrowableException
                | Error broken) { // ways in which a REST client throws an Error
            throw new ProcessingException(broken);
        }
    }

    private synchronized Client current() {
        return current;
    }

    private synchronized void renew(Client broken) {
        if (current == broken) {
            LOG.warning("the HTTP client of a provider is broken and has been replaced");
            broken.close().run();
            current = clients.get();
        }
    }
}
