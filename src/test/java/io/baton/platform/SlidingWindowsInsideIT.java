package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.platform.SlidingWindows.Window;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
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
        assertEquals(Duration.ZERO, windows.take(window));
        assertEquals(Duration.ZERO, windows.take(window));
        assertWaits(windows.take(window));
    }

    @Test
    void redisKeepsNoMoreThanTheLimitAndNotForLongerThanTheWindow() {
        var window = window(3);
        for (var i = 0; i < 10; i++) {
            windows.take(window);
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
        var window = window(1);
        assertEquals(Duration.ZERO, alone.take(window));
        assertWaits(alone.take(window));
    }

    /** Nobody listens on port 1. Not a bean, so that it leaves the application's breaker closed. */
    private static Redis away() {
        var away = new Redis();
        away.url = URI.create("redis://127.0.0.1:1");
        away.breaker = new Redis.Breaker();
        away.pools = new RedisPools();
        away.pools.most = 2;
        away.connect();
        return away;
    }

    private static void assertWaits(Duration wait) {
        assertTrue(wait.isPositive() && wait.compareTo(MINUTE) <= 0, "waits " + wait);
    }

    private static Window window(int limit) {
        return new Window("test:" + UUID.randomUUID(), limit, MINUTE);
    }
}
