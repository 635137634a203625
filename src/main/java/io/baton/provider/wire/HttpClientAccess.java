package io.baton.provider.wire;

import io.baton.model.Provider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;

/**
 * Configures the Apache HTTP client inside Liberty's REST client by reflection: the REST client lacks these settings
 * and hides the classes from applications. If an update of Liberty changes one of the names, no client can be created,
 * and a test fails.
 */
final class HttpClientAccess {
    /** Bytes of the status line, of a header or trailer, and of a chunk's size line. */
    static final int MAX_LINE_BYTES = 8 * 1024;
    /** Limits all headers together to 800 KiB. */
    static final int MAX_HEADERS = 100;

    private static final Object[] NONE = {};

    private final Object engine;
    private final Object pool;

    private HttpClientAccess(Object restClient) throws ReflectiveOperationException {
        engine = call(call(restClient, "getClient"), "httpEngine");
        pool = field(field(engine, "httpClient"), "connManager");
    }

    /** Limits the headers of replies, and reports the progress of each request to {@link RequestProgress}. */
    static HttpClientAccess to(Object restClient) {
        try {
            var access = new HttpClientAccess(restClient);
            access.limitHeaders();
            access.trackProgress();
            return access;
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this version of Liberty has a different REST client", changed);
        }
    }

    /** The use of its connections. */
    Provider.Connections connections() {
        try {
            var stats = call(pool, "getTotalStats");
            return new Provider.Connections(
                    (Integer) call(stats, "getLeased"),
                    (Integer) call(stats, "getAvailable"),
                    (Integer) call(stats, "getPending"),
                    (Integer) call(stats, "getMax"));
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    /** Closes idle connections. */
    void closeIdle() {
        callOnPool("closeIdleConnections", 0L, TimeUnit.MILLISECONDS);
    }

    /** Does what the client does after an {@link Error}: closes all connections for good. */
    void shutDown() {
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

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** The attributes of one request; two of them show its progress. */
    private static InvocationHandler attributes() {
        var attributes = new HashMap<Object, Object>();
        return (self, method, arguments) -> switch (method.getName()) {
            case "getAttribute" -> attributes.get(arguments[0]);
            case "removeAttribute" -> attributes.remove(arguments[0]);
            case "setAttribute" -> {
                var before = attributes.put(arguments[0], arguments[1]);
                if (arguments[0].equals("http.connection") && before == null) {
                    onLease(arguments[1]);
                } else if (arguments[0].equals("http.request_sent") && Boolean.TRUE.equals(arguments[1])) {
                    RequestProgress.ofThisThread().sent();
                }
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private static void onLease(Object connection) throws ReflectiveOperationException {
        var metrics = call(connection, "getMetrics");
        if ((Long) call(metrics, "getRequestCount") > 0) {
            RequestProgress.ofThisThread().reuse(() -> {
                try {
                    return (Long) call(metrics, "getReceivedBytesCount");
                } catch (ReflectiveOperationException changed) {
                    throw new IllegalStateException(changed);
                }
            });
        }
    }

    /** Calls a public method of a class that may not be public. */
    private static Object call(Object target, String name, Object... arguments) throws ReflectiveOperationException {
        for (var method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                method.setAccessible(true);
                return method.invoke(target, arguments.length == 0 ? NONE : arguments);
            }
        }
        throw new NoSuchMethodException(target.getClass() + "." + name);
    }

    private static Object field(Object target, String name) throws ReflectiveOperationException {
        return declaredField(target.getClass(), name).get(target);
    }

    private static java.lang.reflect.Field declaredField(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (var field : each.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type + "." + name);
    }
}
