package io.baton.dev;

import io.undertow.client.ClientConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/** Knows what is under way with which node, so that it can be cut. All nodes are on this machine. */
record CuttableProxyClient(ProxyClient client, Set<Passage> underWay) implements ProxyClient {
    /** Both sides: to close the node's alone would not be noticed on the reader's. */
    record Passage(ClientConnection node, ServerConnection reader) {}

    CuttableProxyClient(ProxyClient client) {
        this(client, ConcurrentHashMap.newKeySet());
    }

    /** Ends what is under way with a node. */
    void cut(URI node) {
        underWay.stream()
                .filter(each ->
                        each.node().getPeerAddress(InetSocketAddress.class).getPort() == node.getPort())
                .forEach(each -> IoUtils.safeClose(each.node(), each.reader()));
    }

    @Override
    public ProxyTarget findTarget(HttpServerExchange exchange) {
        return client.findTarget(exchange);
    }

    @Override
    public void getConnection(
            ProxyTarget target,
            HttpServerExchange exchange,
            ProxyCallback<ProxyConnection> callback,
            long timeout,
            TimeUnit unit) {
        client.getConnection(target, exchange, new Noting(callback), timeout, unit);
    }

    private final class Noting implements ProxyCallback<ProxyConnection> {
        private final ProxyCallback<ProxyConnection> callback;

        Noting(ProxyCallback<ProxyConnection> callback) {
            this.callback = callback;
        }

        @Override
        public void completed(HttpServerExchange exchange, ProxyConnection connection) {
            var passage = new Passage(connection.getConnection(), exchange.getConnection());
            underWay.add(passage);
            exchange.addExchangeCompleteListener((ended, next) -> {
                underWay.remove(passage);
                next.proceed();
            });
            callback.completed(exchange, connection);
        }

        @Override
        public void failed(HttpServerExchange exchange) {
            callback.failed(exchange);
        }

        @Override
        public void couldNotResolveBackend(HttpServerExchange exchange) {
            callback.couldNotResolveBackend(exchange);
        }

        @Override
        public void queuedRequestFailed(HttpServerExchange exchange) {
            callback.queuedRequestFailed(exchange);
        }
    }
}
