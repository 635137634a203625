package io.baton.platform;

import io.baton.outage.OutageReason;
import io.baton.settings.AllowedValues;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
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
    static final int SUBSCRIPTION_TIMEOUT_MILLIS = 3_000;

    @Inject
    @ConfigProperty(name = "redis.url", defaultValue = "redis://localhost:6379")
    @AllowedValues(
            pattern = "rediss?://([^\\s/@]*@)?[^\\s/@]+:[0-9]{1,5}(/[0-9]{0,4})?",
            description = "an address such as redis://host:6379",
            secret = true)
    URI url;

    @Inject
    RedisPools pools;

    @Inject
    Breaker breaker;

    private final Set<JedisPubSub> listening = ConcurrentHashMap.newKeySet();
    private RedisClient client;
    private RedisClient reserved;
    private volatile OutageReason outage;

    @PostConstruct
    void connect() {
        client = pools.main(JedisURIHelper.getHostAndPort(url), config(0));
        reserved = pools.reserved(JedisURIHelper.getHostAndPort(url), config(0));
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
        return result(() -> breaker.pass(client, command));
    }

    /** The same over connections that {@link #ask} can't use up, for what answers must not wait for. */
    public <T> Optional<T> askReserved(Function<RedisClient, T> command) {
        return result(() -> breaker.passReserved(reserved, command));
    }

    private <T> Optional<T> result(Supplier<T> command) {
        try {
            var result = Optional.of(command.get());
            outage = null;
            return result;
        } catch (CircuitBreakerOpenException degraded) {
            return Optional.empty();
        } catch (JedisException degraded) {
            outage = OutageReason.of(degraded);
            return Optional.empty();
        }
    }

    /** Why the last command failed; empty if it succeeded. */
    public Optional<OutageReason> outage() {
        return Optional.ofNullable(outage);
    }

    /** The pools of connections, by name. */
    public Map<String, RedisPools.Use> connections() {
        return pools.use();
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
        reserved.close();
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

        @CircuitBreaker(
                failOn = JedisException.class,
                requestVolumeThreshold = 8,
                failureRatio = 0.75,
                delay = 1_000,
                successThreshold = 1)
        public <T> T passReserved(RedisClient client, Function<RedisClient, T> command) {
            return command.apply(client);
        }
    }
}
