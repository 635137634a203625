package io.baton.testing;

import io.baton.dev.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;

/** What is in Redis, read past the server. */
public final class RedisData {
    private static final String FILL = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            for i = 1, tonumber(ARGV[1]) do redis.call('ZADD', KEYS[1], now, i) end
            redis.call('PEXPIRE', KEYS[1], 60000)
            """;

    /** Longer than any pause that somebody lets it make. */
    private static final int PATIENCE_MILLIS = 30_000;

    private static Jedis admin;

    private RedisData() {}

    public static Map<String, String> hash(String key) {
        try (var redis = connect()) {
            return redis.hgetAll(key);
        }
    }

    public static void put(String key, Map<String, String> fields) {
        try (var redis = connect()) {
            redis.hset(key, fields);
        }
    }

    public static void loseEverything() {
        try (var redis = connect()) {
            redis.flushAll();
        }
    }

    /** Lets Redis answer nobody for so long. */
    public static void pause(Duration duration) {
        try (var redis = connect()) {
            redis.clientPause(duration.toMillis());
        }
    }

    /** From now on new connections need that password; empty: none. */
    public static void requirePassword(String password) {
        admin().configSet("requirepass", password);
    }

    /** Seconds. */
    public static long life(String key) {
        try (var redis = connect()) {
            return redis.ttl(key);
        }
    }

    /** Pretends that so many requests were just counted in a window of the limits. */
    public static void fill(String window, int requests) {
        try (var redis = connect()) {
            redis.eval(FILL, List.of(key(window)), List.of(Integer.toString(requests)));
        }
    }

    /** The user has asked as much as is allowed in this minute. */
    public static void fillUp(String userId) {
        var most = TestServer.running().environment().get("LIMITS_USER_REQUESTS_PER_MINUTE");
        fill("user:" + userId, Integer.parseInt(most));
    }

    /** Pretends that a model's breaker has opened, and lets a probe through after so many milliseconds from now. */
    public static void openBreaker(String model, long millis) {
        try (var redis = connect()) {
            var now = Long.parseLong(redis.time().getFirst()) * 1_000;
            redis.del(key("breaker:" + model));
            redis.hset(
                    key("breaker:" + model),
                    Map.of(
                            "opening", Long.toString(now - 60_000),
                            "until", Long.toString(now + millis),
                            "cooldown", "30000"));
        }
    }

    /** What the breaker of a model holds; empty: it is closed. */
    public static Map<String, String> breaker(String model) {
        return hash(key("breaker:" + model));
    }

    public static void empty(String window) {
        try (var redis = connect()) {
            redis.del(key(window));
        }
    }

    /** How many requests a window holds. */
    public static long size(String window) {
        try (var redis = connect()) {
            return redis.zcard(key(window));
        }
    }

    /** The keys that contain a text, themselves or in what they hold. */
    public static List<String> keysWith(String text) {
        try (var redis = connect()) {
            return redis.keys("*").stream()
                    .filter(key -> key.contains(text) || content(redis, key).contains(text))
                    .toList();
        }
    }

    private static String content(Jedis redis, String key) {
        return switch (redis.type(key)) {
            case "string" -> String.valueOf(redis.get(key));
            case "hash" -> redis.hgetAll(key).toString();
            case "list" -> redis.lrange(key, 0, -1).toString();
            case "set" -> redis.smembers(key).toString();
            case "zset" -> redis.zrange(key, 0, -1).toString();
            case "stream" -> redis.xrange(key, "-", "+").toString();
            default -> "";
        };
    }

    /** The ids of the users who asked within the last minute. */
    public static Set<String> users() {
        try (var redis = connect()) {
            var prefix = key("user:");
            return redis.keys(prefix + "*").stream()
                    .map(each -> each.substring(prefix.length()))
                    .collect(Collectors.toSet());
        }
    }

    private static String key(String window) {
        return "baton:{windows}:" + window;
    }

    /** A connection from before there was a password. */
    private static synchronized Jedis admin() {
        if (admin == null) {
            admin = connect();
            admin.ping();
        }
        return admin;
    }

    private static Jedis connect() {
        return connect(TestServer.running());
    }

    public static Jedis connect(TestServer server) {
        return new Jedis(URI.create(server.environment().get("REDIS_URL")), PATIENCE_MILLIS);
    }
}
