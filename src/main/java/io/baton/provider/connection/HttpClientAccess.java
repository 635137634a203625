package io.baton.provider.connection;

import static io.baton.provider.connection.Reflection.call;
import static io.baton.provider.connection.Reflection.declaredField;
import static io.baton.provider.connection.Reflection.field;
import static io.baton.provider.connection.Reflection.proxy;

import io.baton.model.Provider;
import java.lang.reflect.InvocationHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;

/**
 * Configures the Apache HTTP client inside Liberty's REST client by reflection: the REST client lacks these settings
 * and hides the classes from applications. If an update of Liberty changes one of the names, no client can be created,
 * and a test fails.
 */
public final class HttpClientAccess {
    /** Bytes of the status line, of a header or trailer, and of a chunk's size line. */
    static final int MAX_LINE_BYTES = 8 * 1024;
    /** Limits all headers together to 800 KiB. */
    static final int MAX_HEADERS = 100;

    private final Object engine;
    private final Object pool;
    private final Leases leases;

    /** Hears of each connection that a request gets. */
    interface Leases {
        Leases IGNORED = (waited, reused) -> {};

        /** @param reused whether it was open already */
        void leased(Duration waited, boolean reused);
    }

    private HttpClientAccess(Object restClient, Leases leases) throws ReflectiveOperationException {
        this.leases = leases;
        engine = call(call(restClient, "getClient"), "httpEngine");
        pool = field(field(engine, "httpClient"), "connManager");
    }

    /** Limits the headers of replies, and reports the progress of each request to {@link RequestProgress}. */
    public static HttpClientAccess to(Object restClient) {
        return to(restClient, Leases.IGNORED);
    }

    static HttpClientAccess to(Object restClient, Leases leases) {
        try {
            var access = new HttpClientAccess(restClient, leases);
            access.limitHeaders();
            access.trackProgress();
            return access;
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Liberty has a different REST client", changed);
        }
    }

    /**
     * The use of its connections.
     *
     * @param outage why no connection can be made; null if one can
     */
    Provider.Connections connections(String outage) {
        try {
            var stats = call(pool, "getTotalStats");
            return new Provider.Connections(
                    (Integer) call(stats, "getLeased"),
                    (Integer) call(stats, "getAvailable"),
                    (Integer) call(stats, "getPending"),
                    (Integer) call(stats, "getMax"),
                    outage);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    /** Closes all idle connections. */
    public void closeIdle() {
        closeIdle(Duration.ZERO);
    }

    /** Closes connections that have been idle for so long, and those that the provider wants to close. */
    void closeIdle(Duration idle) {
        callOnPool("closeExpiredConnections");
        callOnPool("closeIdleConnections", idle.toMillis(), TimeUnit.MILLISECONDS);
    }

    void limit(int most) {
        callOnPool("setMaxTotal", most);
        callOnPool("setDefaultMaxPerRoute", most);
    }

    FreeConnections freeConnections() {
        return new FreeConnections(pool);
    }

    /** Does what the client does after an {@link Error}: closes all connections for good. */
    public void shutDown() {
        callOnPool("shutdown");
    }

    private void callOnPool(String method, Object... arguments) {
        try {
            call(pool, method, arguments);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    private void limitHeaders() throws ReflectiveOperationException {
        var constraints = custom("org.apache.http.config.MessageConstraints");
        call(constraints, "setMaxLineLength", MAX_LINE_BYTES);
        call(constraints, "setMaxHeaderCount", MAX_HEADERS);
        var config = custom("org.apache.http.config.ConnectionConfig");
        call(config, "setMessageConstraints", call(constraints, "build"));
        call(pool, "setDefaultConnectionConfig", call(config, "build"));
    }

    private Object custom(String type) throws ReflectiveOperationException {
        return pool.getClass()
                .getClassLoader()
                .loadClass(type)
                .getMethod("custom")
                .invoke(null);
    }

    private void trackProgress() throws ReflectiveOperationException {
        var loader = engine.getClass().getClassLoader();
        var contexts = loader.loadClass("org.jboss.resteasy.client.jaxrs.engines.HttpContextProvider");
        var context = loader.loadClass("org.apache.http.protocol.HttpContext");
        var field = declaredField(engine.getClass(), "httpContextProvider");
        field.set(engine, proxy(contexts, (self, method, arguments) -> proxy(context, attributes())));
    }

    /** The attributes of one request; two of them show its progress. Created when the request asks for a connection. */
    private InvocationHandler attributes() {
        var asked = System.nanoTime();
        var attributes = new HashMap<Object, Object>();
        return (self, method, arguments) -> switch (method.getName()) {
            case "getAttribute" -> attributes.get(arguments[0]);
            case "removeAttribute" -> attributes.remove(arguments[0]);
            case "setAttribute" -> {
                var before = attributes.put(arguments[0], arguments[1]);
                if (arguments[0].equals("http.connection") && before == null) {
                    onLease(arguments[1], Duration.ofNanos(System.nanoTime() - asked));
                } else if (arguments[0].equals("http.request_sent") && Boolean.TRUE.equals(arguments[1])) {
                    RequestProgress.ofThisThread().sent();
                }
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private void onLease(Object connection, Duration waited) throws ReflectiveOperationException {
        var reused = (Boolean) call(connection, "isOpen");
        leases.leased(waited, reused);
        if (reused) {
            var metrics = call(connection, "getMetrics");
            RequestProgress.ofThisThread().reuse(() -> {
                try {
                    return (Long) call(metrics, "getReceivedBytesCount");
                } catch (ReflectiveOperationException changed) {
                    throw new IllegalStateException(changed);
                }
            });
        }
    }
}
