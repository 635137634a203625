package io.baton.dev;

import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks every node again and again whether it is ready, and takes it out of its load balancer or puts it back. */
final class NodeChecks implements AutoCloseable {
    private final HaproxyFile file;
    private final LoadBalancingProxyClient balancer;
    private final Map<URI, Thread> threads = new HashMap<>();
    private final HttpClient http;

    /** All nodes count as ready at first. */
    NodeChecks(HaproxyFile file, List<URI> nodes, LoadBalancingProxyClient balancer) {
        this.file = file;
        this.balancer = balancer;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(file.interval())
                .build();
        for (var node : nodes) {
            balancer.addHost(node);
            threads.put(node, Thread.ofVirtual().name("check-" + node.getPort()).unstarted(() -> check(node)));
        }
    }

    void start() {
        threads.values().forEach(Thread::start);
    }

    private void check(URI node) {
        var in = true;
        var against = 0;
        try {
            while (true) {
                against = isReady(node) == in ? 0 : against + 1;
                if (in && against >= file.fall()) {
                    balancer.removeHost(node);
                    in = false;
                    against = 0;
                } else if (!in && against >= file.rise()) {
                    balancer.addHost(node);
                    in = true;
                    against = 0;
                }
                TimeUnit.NANOSECONDS.sleep(file.interval().toNanos());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady(URI node) throws InterruptedException {
        var request = HttpRequest.newBuilder(node.resolve(file.checkPath()))
                .timeout(file.interval())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException down) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.values().forEach(Thread::interrupt);
        http.shutdownNow();
    }
}
