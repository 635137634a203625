package io.baton.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Exact sliding windows shared by all nodes: how often something happened within the last so many seconds. Several
 * windows are asked and counted in one atomic step by Redis' own clock; each holds no more entries than its limit. With
 * Redis away this node judges by what it has seen itself.
 */
@ApplicationScoped
public class SlidingWindows {
    private static final int MAX_LOCAL_WINDOWS = 10_000;
    private static final String SCRIPT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local wait = 0
            for i, key in ipairs(KEYS) do
              local limit, length = tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
              redis.call('ZREMRANGEBYSCORE', key, '-inf', now - length)
              local surplus = redis.call('ZCARD', key) - limit
              if surplus >= 0 and ARGV[2] == '1' then
                local frees = redis.call('ZRANGE', key, surplus, surplus, 'WITHSCORES')
                wait = math.max(wait, frees[2] and (frees[2] + length - now) or length)
              end
            end
            if wait > 0 then return wait end
            for i, key in ipairs(KEYS) do
              if ARGV[3 * i + 2] == '1' then
                redis.call('ZADD', key, now, ARGV[1])
                redis.call('ZREMRANGEBYRANK', key, 0, -tonumber(ARGV[3 * i]) - 1)
                redis.call('PEXPIRE', key, ARGV[3 * i + 1])
              end
            end
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
     * @param name   its name, such as {@code model:gpt-4}
     * @param limit  how many may fall into it; at least 1
     * @param length how far back it reaches
     * @param counts whether this request is to be counted in it, or the window only has to have room
     */
    public record Window(String name, int limit, Duration length, boolean counts) {
        String key() {
            return "baton:{windows}:" + name;
        }

        Window peeked() {
            return new Window(name, limit, length, false);
        }
    }

    /** Counts in all windows if all have room. Zero: done; otherwise nothing was counted, and after this time there is room. */
    public Duration take(List<Window> windows) {
        return run(windows, true);
    }

    /** How long until all windows have room; zero: they have. */
    public Duration peek(Collection<Window> windows) {
        return run(windows.stream().map(Window::peeked).toList(), true);
    }

    /** Counts whether there is room or not; a full window drops its oldest entry. */
    public void note(Window window) {
        run(List.of(window), false);
    }

    private Duration run(List<Window> windows, boolean heedLimits) {
        var member = UUID.randomUUID().toString();
        var keys = windows.stream().map(Window::key).toList();
        var arguments = new java.util.ArrayList<>(List.of(member, heedLimits ? "1" : "0"));
        for (var window : windows) {
            arguments.add(Integer.toString(window.limit()));
            arguments.add(Long.toString(window.length().toMillis()));
            arguments.add(window.counts() ? "1" : "0");
        }
        return redis.ask(client -> (Long) client.eval(SCRIPT, keys, arguments))
                .map(Duration::ofMillis)
                .orElseGet(() -> runHere(windows, heedLimits));
    }

    private synchronized Duration runHere(List<Window> windows, boolean heedLimits) {
        var now = clock.millis();
        var wait = 0L;
        for (var window : windows) {
            var entries = entries(window, now);
            if (heedLimits && entries.size() >= window.limit()) {
                wait = Math.max(wait, entries.peekFirst() + window.length().toMillis() - now);
            }
        }
        if (wait == 0) {
            windows.stream().filter(Window::counts).forEach(window -> {
                var entries = entries(window, now);
                entries.addLast(now);
                if (entries.size() > window.limit()) {
                    entries.removeFirst();
                }
            });
        }
        return Duration.ofMillis(wait);
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
