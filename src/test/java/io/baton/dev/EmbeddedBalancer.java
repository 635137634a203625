package io.baton.dev;

import io.undertow.Undertow;
import io.undertow.predicate.Predicates;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Stands in for haproxy, by the figures of its file: requests go to the nodes in turns, and only one that no node has
 * received is sent again; a node that is not ready gets no new ones, and goes on with those that it has.
 */
final class EmbeddedBalancer implements Balancer {
    /** They log a trace whenever a node or a reader leaves, which is what nodes and readers do. */
    private static final List<Logger> NOISY = List.of(Logger.getLogger("io.undertow"), Logger.getLogger("org.xnio"));

    private static final int CONNECTIONS_PER_THREAD = 2_000;
    private static final int CONNECTION_RETRIES = 3;
    private final Undertow server;
    private final NodeChecks checks;
    private final int port;

    private EmbeddedBalancer(Undertow server, NodeChecks checks, int port) {
        this.server = server;
        this.checks = checks;
        this.port = port;
    }

    static EmbeddedBalancer start(HaproxyFile file, int port, List<String> nodes) throws IOException {
        NOISY.forEach(each -> each.setLevel(Level.OFF));
        var nodesInTurns = new LoadBalancingProxyClient()
                .setConnectionsPerThread(CONNECTIONS_PER_THREAD)
                .setMaxQueueSize(0)
                .setProblemServerRetry(1);
        var proxy = ProxyHandler.builder()
                .setProxyClient(nodesInTurns)
                .setMaxRequestTime(-1)
                .setMaxConnectionRetries(CONNECTION_RETRIES)
                .setIdempotentRequestPredicate(Predicates.falsePredicate())
                .setReuseXForwarded(false)
                .build();
        var server = Undertow.builder()
                .addHttpListener(port, "0.0.0.0")
                .setHandler(new EndToEndHeaders(proxy))
                .build();
        listen(server, port);
        var checks = new NodeChecks(file, nodes.stream().map(URI::create).toList(), nodesInTurns);
        checks.start();
        return new EmbeddedBalancer(server, checks, port);
    }

    private static void listen(Undertow server, int port) throws IOException {
        try {
            server.start();
        } catch (RuntimeException failed) {
            if (failed.getCause() instanceof BindException) {
                throw new PortTaken("Port " + port + " for the load balancer is in use.");
            }
            throw failed;
        }
    }

    @Override
    public String url() {
        return "http://localhost:" + port;
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public Optional<ProcessHandle> process() {
        return Optional.empty();
    }

    @Override
    public void close() {
        checks.close();
        server.stop();
    }
}
