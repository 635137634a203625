package io.baton.provider.connection;

import static io.baton.provider.connection.Reflection.call;
import static io.baton.provider.connection.Reflection.field;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens connections in the pool of a REST client ahead of requests, over which nothing is sent. Not thread-safe. */
final class FreeConnections {
    private static final long AT_ONCE_MILLIS = 1;
    /** Until it is closed for being idle. */
    private static final long KEPT = -1;

    private final Object pool;

    /** @param pool of Apache's HTTP client */
    FreeConnections(Object pool) {
        this.pool = pool;
    }

    /**
     * Checks the free connections, and opens further ones until there are so many, or the pool is full.
     *
     * @param url to connect to, through DNS, TCP and TLS
     * @throws IOException if no connection could be made
     */
    void keep(int wanted, URI url, Duration timeout) throws IOException, InterruptedException {
        try {
            var route = route(url);
            var closed = new ArrayList<>();
            try {
                lease(wanted, route, closed);
                for (var connection : closed) {
                    connect(connection, route, (int) timeout.toMillis());
                }
            } finally {
                for (var connection : closed) {
                    call(pool, "releaseConnection", connection, null, KEPT, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InvocationTargetException failed) {
            throw unwrapped(failed);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Liberty has a different HTTP client", changed);
        }
    }

    /** The pool checks open ones when it leases them. They go back at once, and stay as idle as they were. */
    private void lease(int wanted, Object route, List<Object> closed) throws ReflectiveOperationException {
        var open = new ArrayList<>();
        try {
            for (var i = Math.min(wanted, free()); i > 0; i--) {
                var request = call(pool, "requestConnection", route, null);
                var connection = call(request, "get", AT_ONCE_MILLIS, TimeUnit.MILLISECONDS);
                ((Boolean) call(connection, "isOpen") ? open : closed).add(connection);
            }
        } finally {
            for (var connection : open) {
                call(field(pool, "pool"), "release", field(connection, "poolEntry"), true);
            }
        }
    }

    /** How many connections may be leased without waiting. */
    private int free() throws ReflectiveOperationException {
        var stats = call(pool, "getTotalStats");
        return (Integer) call(stats, "getMax")
                - (Integer) call(stats, "getLeased")
                - (Integer) call(stats, "getPending");
    }

    private void connect(Object connection, Object route, int millis) throws ReflectiveOperationException {
        var context = type("org.apache.http.protocol.BasicHttpContext")
                .getConstructor()
                .newInstance();
        call(pool, "connect", connection, route, millis, context);
        call(connection, "flush"); // without any use of its streams the pool's check would throw
        call(pool, "routeComplete", connection, route, context);
    }

    /** As the client itself names it, since the pool looks connections up by it. */
    private Object route(URI url) throws ReflectiveOperationException {
        var secure = url.getScheme().equals("https");
        var port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        var hosts = type("org.apache.http.HttpHost");
        var host = hosts.getConstructor(String.class, int.class, String.class)
                .newInstance(url.getHost(), port, url.getScheme());
        return type("org.apache.http.conn.routing.HttpRoute")
                .getConstructor(hosts, java.net.InetAddress.class, boolean.class)
                .newInstance(host, null, secure);
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return pool.getClass().getClassLoader().loadClass(name);
    }

    private static IOException unwrapped(InvocationTargetException failed) throws InterruptedException {
        return switch (failed.getCause()) {
            case IOException away -> away;
            case InterruptedException stopping -> throw stopping;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            default -> new IOException(failed.getCause());
        };
    }
}
