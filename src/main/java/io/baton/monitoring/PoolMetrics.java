package io.baton.monitoring;

import io.baton.model.Provider;
import io.baton.platform.Redis;
import io.baton.routing.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The pools of connections to Redis and to each provider. The server itself reports those to PostgreSQL. */
@ApplicationScoped
class PoolMetrics {
    private static final double SECOND = 1e9;

    @Inject
    MetricRegistry metrics;

    @Inject
    Redis redis;

    @Inject
    Router router;

    void begin(@Observes @Priority(5) Startup startup) {
        redis.connections().keySet().forEach(this::registerRedis);
        router.connections()
                .keySet()
                .forEach(name -> register(name, () -> router.connections().get(name)));
    }

    private void registerRedis(String pool) {
        register(pool, () -> {
            var use = redis.connections().get(pool);
            return new Provider.Connections(use.used(), use.idle(), use.waiting(), use.most(), null);
        });
        metrics.gauge(
                "baton_redis_pool_wait_seconds",
                () -> redis.connections().get(pool).meanWait().toNanos() / SECOND,
                new Tag("pool", pool));
    }

    private void register(String pool, Supplier<Provider.Connections> use) {
        gauge("baton_pool_connections", pool, use, Provider.Connections::used, new Tag("state", "used"));
        gauge("baton_pool_connections", pool, use, Provider.Connections::idle, new Tag("state", "idle"));
        gauge("baton_pool_waiting", pool, use, Provider.Connections::waiting);
        gauge("baton_pool_most", pool, use, Provider.Connections::most);
    }

    private void gauge(
            String name,
            String pool,
            Supplier<Provider.Connections> use,
            Function<Provider.Connections, Integer> figure,
            Tag... more) {
        var tags = new Tag[more.length + 1];
        tags[0] = new Tag("pool", pool);
        System.arraycopy(more, 0, tags, 1, more.length);
        metrics.gauge(name, () -> figure.apply(use.get()), tags);
    }
}
