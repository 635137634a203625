package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.platform.SlidingWindows.Window;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlidingWindowsInsideIT extends InsideTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Inject
    SlidingWindows windows;

    @Inject
    Redis redis;

    @Inject
    Clock clock;

    @Test
    void aFullWindowSaysWhenItHasRoom() {
        var window = window(2);
        assertEquals(Duration.ZERO, windows.take(List.of(window)));
        assertEquals(Duration.ZERO, windows.take(List.of(window)));
        assertWaits(windows.take(List.of(window)));
    }

    @Test
    void allWindowsCountOrNone() {
        var full = window(1);
        var empty = window(1);
        windows.note(full);
        assertWaits(windows.take(List.of(empty, full)));
        assertEquals(Duration.ZERO, windows.peek(List.of(empty)));
    }

    @Test
    void redisKeepsNoMoreThanTheLimitAndNotForLongerThanTheWindow() {
        var window = window(3);
        for (var i = 0; i < 10; i++) {
            windows.note(window);
        }
        assertEquals(3, redis.ask(client -> client.zcard(window.key())).orElseThrow());
        var life = redis.ask(client -> client.pttl(window.key())).orElseThrow();
        assertTrue(life > 0 && life <= MINUTE.toMillis(), "lives " + life + " ms");
    }

    @Test
    void withRedisAwayThisNodeJudgesByWhatItHasSeen() {
        var alone = new SlidingWindows();
        alone.clock = clock;
        alone.redis = away();
        var window = window(2);
        assertEquals(Duration.ZERO, alone.take(List.of(window)));
        alone.note(window);
        assertWaits(alone.take(List.of(window)));
        assertWaits(alone.peek(List.of(window)));
    }

    /** Nobody listens on port 1. Not a bean, so that it leaves the application's breaker closed. */
    private static Redis away() {
        var away = new Redis();
        away.url = URI.create("redis://127.0.0.1:1");
        away.breaker = new Redis.Breaker();
        away.connect();
        return away;
    }

    private static void assertWaits(Duration wait) {
        assertTrue(wait.isPositive() && wait.compareTo(MINUTE) <= 0, "waits " + wait);
    }

    private static Window window(int limit) {
        return new Window("test:" + UUID.randomUUID(), limit, MINUTE, true);
    }
}
