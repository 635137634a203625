package io.baton.provider.wire;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;

/**
 * Reaches the Apache HTTP client inside a REST client of Liberty's, which has no settings for what is needed here and hides the
 * client's classes from applications: hence by reflection. Where an update of Liberty changes one of these names, no client can
 * be made, and a test of ours fails.
 */
final class HttpClientAccess {
    /** Bytes of the status line, of one header or trailer, and of a chunk's size line. */
    static final int MOST_LINE_BYTES = 8 * 1024;
    /** So a head has 800 KiB at most. */
    static final int MOST_HEADERS = 100;

    private static final Object[] NONE = {};

    private final Object engine;
    private final Object pool;

    private HttpClientAccess(Object restClient) throws ReflectiveOperationException {
        engine = call(call(restClient, "getClient"), "httpEngine");
        pool = field(field(engine, "httpClient"), "connManager");
    }

    /** From here on heads of replies are bounded, and each request tells {@link RequestProgress}. */
    static HttpClientAccess to(Object restClient) {
        try {
            var access = new HttpClientAccess(restClient);
            access.boundHeads();
            access.watch();
            return access;
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("the REST client is built otherwise in this version of Liberty", other);
        }
    }

    /** Closes the connections that wait for a request. */
    void closeIdle() {
        quietly("closeIdleConnections", 0L, TimeUnit.MILLISECONDS);
    }

    /** What the client itself does after an {@link Error}: no connection is left, and none can be had. */
    void shutDown() {
        quietly("shutdown");
    }

    private void quietly(String method, Object... arguments) {
        try {
            call(pool, method, arguments);
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException(other);
        }
    }

    private void boundHeads() throws ReflectiveOperationException {
        var constraints = custom("org.apache.http.config.MessageConstraints");
        call(constraints, "setMaxLineLength", MOST_LINE_BYTES);
        call(constraints, "setMaxHeaderCount", MOST_HEADERS);
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

    private void watch() throws ReflectiveOperationException {
        var loader = engine.getClass().getClassLoader();
        var contexts = loader.loadClass("org.jboss.resteasy.client.jaxrs.engines.HttpContextProvider");
        var context = loader.loadClass("org.apache.http.protocol.HttpContext");
        var field = declaredField(engine.getClass(), "httpContextProvider");
        field.set(engine, proxy(contexts, (self, method, arguments) -> proxy(context, attributes())));
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** The attributes of one request; two of them tell how far it has come. */
    private static InvocationHandler attributes() {
        var attributes = new HashMap<Object, Object>();
        return (self, method, arguments) -> switch (method.getName()) {
            case "getAttribute" -> attributes.get(arguments[0]);
            case "removeAttribute" -> attributes.remove(arguments[0]);
            case "setAttribute" -> {
                var before = attributes.put(arguments[0], arguments[1]);
                if (arguments[0].equals("http.connection") && before == null) {
                    leased(arguments[1]);
                } else if (arguments[0].equals("http.request_sent") && Boolean.TRUE.equals(arguments[1])) {
                    RequestProgress.ofThisThread().sent();
                }
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private static void leased(Object connection) throws ReflectiveOperationException {
        var metrics = call(connection, "getMetrics");
        if ((Long) call(metrics, "getRequestCount") > 0) {
            RequestProgress.ofThisThread().reuse(() -> {
                try {
                    return (Long) call(metrics, "getReceivedBytesCount");
                } catch (ReflectiveOperationException other) {
                    throw new IllegalStateException(other);
                }
            });
        }
    }

    /** Public methods of classes that need not be. */
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
