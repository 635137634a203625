package io.baton.dev;

import io.baton.scripted.ScriptedProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
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
        startDatabase(usualPorts ? 5432 : 0);
        startRedis(usualPorts ? 6379 : 0);
        startProviders(usualPorts ? 9090 : 0);
        environment.put("BATON_EMBEDDED_USERS", "true");
        environment.put("BATON_KEY_STORE_LOCATION", folder.resolve("keys.p12").toString());
        environment.put("BATON_KEY_STORE_PASSWORD", "embedded");
        environment.put("BATON_SIGNING_KEYS_LOCATION", SigningKeyFile.in(folder).toString());
        environment.put("BATON_SIGNING_KEYS_PASSWORD", SigningKeyFile.PASSWORD);
        environment.putAll(given);
        environment.putAll(scriptedOnes());
        return this;
    }

    private void startDatabase(int port) throws IOException, InterruptedException {
        if (!given.containsKey("DB_URL")) {
            postgres = Ports.claim(port, free -> Postgres.on(folder.resolve("postgresql"), free));
            started.push(postgres);
            environment.put("DB_URL", postgres.jdbcUrl());
            environment.put("DB_USER", postgres.user());
            environment.put("DB_PASSWORD", "");
        }
    }

    private void startRedis(int port) throws IOException, InterruptedException {
        if (!given.containsKey("REDIS_URL")) {
            redis = Ports.claim(port, free -> Redis.on(folder.resolve("redis"), free));
            started.push(redis);
            environment.put("REDIS_URL", redis.url());
        }
    }

    private void startProviders(int port) throws IOException, InterruptedException {
        scripted = Ports.claim(port, Services::listening);
        started.push(scripted);
    }

    private static Optional<ScriptedProvider> listening(int port) throws IOException {
        try {
            return Optional.of(ScriptedProvider.start(port));
        } catch (BindException taken) {
            return Optional.empty();
        }
    }

    /**
     * Every vendor without a given URL is played, whatever key there is: no real one is asked, and no real key is handed on,
     * by accident. A vendor that is only there with a key stays away without one.
     */
    private Map<String, String> scriptedOnes() {
        var settings = new TreeMap<String, String>();
        for (var vendor : Settings.VENDORS) {
            var key = Settings.variable(vendor, "API_KEY");
            var url = Settings.variable(vendor, "MP_REST_URL");
            if (!given.containsKey(url)) {
                settings.put(url, scripted.baseUrl(vendor));
                var hidden = Settings.ONLY_WITH_KEY.contains(vendor) && !given.containsKey(key);
                settings.put(key, hidden ? "" : "scripted");
            }
        }
        return settings;
    }

    /** Ends the database that was started here, and starts it again after a while, with all its data. */
    public void restartDatabase(Duration after) throws IOException, InterruptedException {
        var port = URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
        started.remove(postgres);
        postgres.close();
        TimeUnit.MILLISECONDS.sleep(after.toMillis());
        postgres = Postgres.on(folder.resolve("postgresql"), port).orElseThrow(() -> new PortTaken(taken(port)));
        started.push(postgres);
    }

    /** Holds all processes of the database, until {@link #wakeDatabase}. */
    public void pauseDatabase() throws IOException, InterruptedException {
        postgres.signal("STOP");
    }

    public void wakeDatabase() throws IOException, InterruptedException {
        postgres.signal("CONT");
    }

    /** As {@link #restartDatabase}, for Redis, which has lost everything then. */
    public void restartRedisEmpty(Duration after) throws IOException, InterruptedException {
        var port = URI.create(redis.url()).getPort();
        started.remove(redis);
        try (var client = new Jedis(URI.create(redis.url()))) {
            client.flushAll();
        }
        redis.close();
        TimeUnit.MILLISECONDS.sleep(after.toMillis());
        redis = Redis.on(folder.resolve("redis"), port).orElseThrow(() -> new PortTaken(taken(port)));
        started.push(redis);
    }

    private static String taken(int port) {
        return "Somebody else took port " + port + " meanwhile.";
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
