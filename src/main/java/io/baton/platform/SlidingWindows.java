package io.baton.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Exact sliding-window rate limits, shared by all nodes. One atomic script by Redis' clock checks and counts; a window
 * holds no more entries than its limit. Without Redis each node counts its own requests only.
 */
@ApplicationScoped
public class SlidingWindows {
    private static final int MAX_LOCAL_WINDOWS = 10_000;
    private static final String SCRIPT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local limit, length = tonumber(ARGV[2]), tonumber(ARGV[3])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - length)
            local surplus = redis.call('ZCARD', KEYS[1]) - limit
            if surplus >= 0 then
              return redis.call('ZRANGE', KEYS[1], surplus, surplus, 'WITHSCORES')[2] + length - now
            end
            redis.call('ZADD', KEYS[1], now, ARGV[1])
            redis.call('PEXPIRE', KEYS[1], length)
            return 0
            """;

    @Inject
    Redis redis;

    @Inject
    Clock clock;

    private final Map<String, Deque<Long>> local = new HashMap<>();

    /**
     * One window.
     *
     * @param name   such as {@code user:…}
     * @param limit  the maximum number of events in the window; at least 1
     * @param length the length of the window
     */
    public record Window(String name, int limit, Duration length) {
        String key() {
            return "baton:{windows}:" + name;
        }
    }

    /**
     * Counts one event if the limit allows it. Returns zero on success; otherwise nothing was counted, and the result
     * is the time until the limit allows one.
     */
    public Duration take(Window window) {
        var arguments = List.of(
                UUID.randomUUID().toString(),
                Integer.toString(window.limit()),
                Long.toString(window.length().toMillis()));
        return redis.ask(client -> (Long) client.eval(SCRIPT, List.of(window.key()), arguments))
                .map(Duration::ofMillis)
                .orElseGet(() -> takeHere(window));
    }

    /** Removes the latest event, for one that turned out not to count. */
    public void giveBack(Window window) {
        if (redis.ask(client -> client.zremrangeByRank(window.key(), -1, -1)).isEmpty()) {
            giveBackHere(window);
        }
    }

    private synchronized void giveBackHere(Window window) {
        entries(window, clock.millis()).pollLast();
    }

    private synchronized Duration takeHere(Window window) {
        var now = clock.millis();
        var entries = entries(window, now);
        if (entries.size() >= window.limit()) {
            return Duration.ofMillis(entries.peekFirst() + window.length().toMillis() - now);
        }
        entries.addLast(now);
        return Duration.ZERO;
    }

    private Deque<Long> entries(Window window, long now) {
        if (local.size() > MAX_LOCAL_WINDOWS) {
            local.clear();
        }
        var entries = local.computeIfAbsent(window.name(), name -> new ArrayDeque<>());
        while (!entries.isEmpty()
                && entries.peekFirst() <= now - window.length().toMillis()) {
            entries.removeFirst();
        }
        return entries;
    }
}
