package io.baton.platform;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.Pool;

/** The pools of connections to Redis. They check idle connections, close them after a minute, and keep some open. */
@ApplicationScoped
public class RedisPools {
    /** For logs of answers, whatever all others do. */
    private static final int RESERVED = 8;

    private static final Duration UPKEEP_PERIOD = Duration.ofSeconds(10);

    @Inject
    @ConfigProperty(name = "redis.connections.most", defaultValue = "32")
    @AllowedValues(from = "2", to = "1000")
    int most;

    @Inject
    @ConfigProperty(name = "redis.connections.warm", defaultValue = "2")
    @AllowedValues(from = "0", to = "100")
    int warm;

    private final Map<String, Pool<Connection>> pools = new ConcurrentHashMap<>();

    /**
     * A pool of connections.
     *
     * @param used     in use
     * @param idle     open and free
     * @param waiting  threads that wait for one
     * @param most     the maximum of all connections
     * @param meanWait how long the last commands waited for one
     */
    public record Use(int used, int idle, int waiting, int most, Duration meanWait) {}

    /** By the name of the pool. */
    Map<String, Use> use() {
        var use = new TreeMap<String, Use>();
        pools.forEach((name, pool) -> use.put(
                name,
                new Use(
                        pool.getNumActive(),
                        pool.getNumIdle(),
                        pool.getNumWaiters(),
                        pool.getMaxTotal(),
                        pool.getMeanBorrowWaitDuration())));
        return use;
    }

    /** For all commands but those of {@link #reserved}. */
    RedisClient main(HostAndPort address, JedisClientConfig config) {
        return client("redis", most, address, config);
    }

    /** For what must not wait until others are served. */
    RedisClient reserved(HostAndPort address, JedisClientConfig config) {
        return client("redis-reserved", RESERVED, address, config);
    }

    private RedisClient client(String name, int connections, HostAndPort address, JedisClientConfig config) {
        var limits = new ConnectionPoolConfig();
        limits.setMaxTotal(connections);
        limits.setMaxIdle(connections);
        limits.setMinIdle(Math.min(warm, connections));
        limits.setTimeBetweenEvictionRuns(UPKEEP_PERIOD);
        limits.setMaxWait(Duration.ofMillis(config.getSocketTimeoutMillis()));
        var client = RedisClient.builder()
                .hostAndPort(address)
                .clientConfig(config)
                .poolConfig(limits)
                .build();
        pools.put(name, client.getPool());
        return client;
    }
}
