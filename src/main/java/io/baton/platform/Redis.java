package io.baton.platform;

import io.baton.settings.AllowedValues;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/** Access to Redis, with short time-outs inside a circuit breaker: a slow Redis would hurt more than none. */
@ApplicationScoped
public class Redis {
    private static final int TIMEOUT_MILLIS = 100;
    private static final int MAX_CONNECTIONS = 32;
    static final int SUBSCRIPTION_TIMEOUT_MILLIS = 3_000;

    @Inject
    @ConfigProperty(name = "redis.url", defaultValue = "redis://localhost:6379")
    @AllowedValues(
            pattern = "rediss?://([^\\s/@]*@)?[^\\s/@]+:[0-9]{1,5}(/[0-9]{0,4})?",
            description = "an address such as redis://host:6379",
            secret = true)
    URI url;

    @Inject
    Breaker breaker;

    private final Set<JedisPubSub> listening = ConcurrentHashMap.newKeySet();
    private RedisClient client;

    @PostConstruct
    void connect() {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(MAX_CONNECTIONS);
        pool.setMaxIdle(MAX_CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        client = RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(url))
                .clientConfig(config(0))
                .poolConfig(pool)
                .build();
    }

    /** @param waitMillis how long a subscription waits for the next message; 0: for ever */
    private JedisClientConfig config(int waitMillis) {
        return DefaultJedisClientConfig.builder()
                .user(JedisURIHelper.getUser(url))
                .password(JedisURIHelper.getPassword(url))
                .database(JedisURIHelper.getDBIndex(url))
                .sslOptions(JedisURIHelper.isRedisSSLScheme(url) ? SslOptions.defaults() : null)
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .blockingSocketTimeoutMillis(waitMillis)
                .build();
    }

    /**
     * Returns the command's result, which must not be null; empty if Redis is unavailable or too slow. Callers must
     * work without it.
     */
    public <T> Optional<T> ask(Function<RedisClient, T> command) {
        try {
            return Optional.of(breaker.pass(client, command));
        } catch (JedisException | CircuitBreakerOpenException degraded) {
            return Optional.empty();
        }
    }

    /**
     * The pool of connections for commands.
     *
     * @param used    in use
     * @param idle    open and free
     * @param waiting threads that wait for one
     * @param most    the maximum of all connections
     */
    public record Connections(int used, int idle, int waiting, int most) {}

    public Connections connections() {
        var pool = client.getPool();
        return new Connections(pool.getNumActive(), pool.getNumIdle(), pool.getNumWaiters(), MAX_CONNECTIONS);
    }

    /** Whether Redis answers now, and in time. */
    public boolean isAvailable() {
        return ask(RedisClient::ping).isPresent();
    }

    /** Publishes to current subscribers; lost if Redis is unavailable. */
    public void publish(String channel, String message) {
        ask(client -> client.publish(channel, message));
    }

    /** Those of the channels that have subscribers, on any node. Empty if Redis is unavailable. */
    public Optional<Set<String>> subscribed(Collection<String> channels) {
        var arguments =
                new CommandArguments(Protocol.Command.PUBSUB).add("NUMSUB").addObjects(channels);
        return ask(client -> client.executeCommand(new CommandObject<>(arguments, BuilderFactory.PUBSUB_NUMSUB_MAP)))
                .map(counts -> counts.entrySet().stream()
                        .filter(each -> each.getValue() > 0)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /** Subscribes and blocks until the connection breaks, no message comes for some seconds, or the application stops. */
    void listen(JedisPubSub subscription, String channel) {
        listening.add(subscription);
        try (var connection = new Connection(JedisURIHelper.getHostAndPort(url), config(SUBSCRIPTION_TIMEOUT_MILLIS))) {
            subscription.proceed(connection, channel);
        } catch (JedisException away) {
            // the caller subscribes again
        } finally {
            listening.remove(subscription);
        }
    }

    /**
     * Subscribes and blocks until the connection breaks or the application stops. Calls the listener for each message.
     */
    public void listen(String channel, Consumer<String> listener) {
        var subscription = new JedisPubSub() {
            @Override
            public void onMessage(String from, String message) {
                listener.accept(message);
            }
        };
        listening.add(subscription);
        try {
            client.subscribe(subscription, channel);
        } catch (JedisException away) {
            // the caller subscribes again
        } finally {
            listening.remove(subscription);
        }
    }

    @PreDestroy
    void disconnect() {
        listening.stream().filter(JedisPubSub::isSubscribed).forEach(JedisPubSub::unsubscribe);
        client.close();
    }

    /** A bean of its own, because only calls between beans are intercepted. */
    @ApplicationScoped
    static class Breaker {
        @CircuitBreaker(
                failOn = JedisException.class,
                requestVolumeThreshold = 8,
                failureRatio = 0.75,
                delay = 1_000,
                successThreshold = 1)
        public <T> T pass(RedisClient client, Function<RedisClient, T> command) {
            return command.apply(client);
        }
    }
}
