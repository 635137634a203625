package io.baton.dev;

import io.baton.scripted.ScriptedProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/**
 * What Baton talks to: PostgreSQL, Redis and three providers. Each is started here unless the environment names another
 * one. {@link #environment()} is what a server must be started with.
 */
public final class Services implements AutoCloseable {
    private final Map<String, String> environment = new TreeMap<>();
    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    private final Path folder;
    private final Map<String, String> given;
    private ScriptedProvider scripted;
    private Postgres postgres;
    private Redis redis;

    /**
     * @param folder where data lives; kept
     * @param given  settings that win over what would be started, such as DB_URL
     */
    public Services(Path folder, Map<String, String> given) {
        this.folder = folder.toAbsolutePath();
        this.given = given;
    }

    /** Starts what is not given. {@code usualPorts}: on the well-known ports where these are free. */
    public Services start(boolean usualPorts) throws IOException, InterruptedException {
        Postgres.reap(folder.resolve("postgresql"));
        Redis.reap(folder.resolve("redis"));
        startDatabase(Ports.freeOr(usualPorts ? 5432 : 0));
        startRedis(Ports.freeOr(usualPorts ? 6379 : 0));
        startProviders(Ports.freeOr(usualPorts ? 9090 : 0));
        environment.put("BATON_EMBEDDED_USERS", "true");
        environment.put("BATON_KEY_STORE_LOCATION", folder.resolve("keys.p12").toString());
        environment.put("BATON_KEY_STORE_PASSWORD", "embedded");
        environment.putAll(given);
        return this;
    }

    private void startDatabase(int port) throws IOException {
        if (!given.containsKey("DB_URL")) {
            postgres = Postgres.start(folder.resolve("postgresql"), port);
            started.push(postgres);
            environment.put("DB_URL", postgres.jdbcUrl());
            environment.put("DB_USER", postgres.user());
            environment.put("DB_PASSWORD", "");
        }
    }

    private void startRedis(int port) throws IOException, InterruptedException {
        if (!given.containsKey("REDIS_URL")) {
            redis = Redis.start(folder.resolve("redis"), port);
            started.push(redis);
            environment.put("REDIS_URL", redis.url());
        }
    }

    private void startProviders(int port) throws IOException {
        scripted = ScriptedProvider.start(port);
        started.push(scripted);
        for (var vendor : new String[] {"qwen", "gemma", "openai"}) {
            var name = vendor.toUpperCase(java.util.Locale.ROOT);
            if (!given.containsKey(name + "_MP_REST_URL")) {
                environment.put(name + "_MP_REST_URL", scripted.baseUrl(vendor));
                environment.put(name + "_API_KEY", "scripted");
            }
        }
    }

    /** Ends the database that was started here, and starts it again after a while, with all its data. */
    public void restartDatabase(Duration after) throws IOException, InterruptedException {
        var port = URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
        started.remove(postgres);
        postgres.close();
        TimeUnit.MILLISECONDS.sleep(after.toMillis());
        postgres = Postgres.start(folder.resolve("postgresql"), port);
        started.push(postgres);
    }

    /** The same for Redis, which has lost everything then. */
    public void restartRedisEmpty(Duration after) throws IOException, InterruptedException {
        var port = URI.create(redis.url()).getPort();
        started.remove(redis);
        try (var client = new Jedis(URI.create(redis.url()))) {
            client.flushAll();
        }
        redis.close();
        TimeUnit.MILLISECONDS.sleep(after.toMillis());
        redis = Redis.start(folder.resolve("redis"), port);
        started.push(redis);
    }

    /** What a server needs in its environment to use these services. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    public ScriptedProvider scripted() {
        return scripted;
    }

    /** Stops what was started, last first. */
    @Override
    public void close() {
        for (var service = started.poll(); service != null; service = started.poll()) {
            try {
                service.close();
            } catch (Exception stuck) {
                System.err.println("could not stop " + service.getClass().getSimpleName() + ": " + stuck.getMessage());
            }
        }
    }
}
