package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.RedisData;
import io.baton.testing.SteadyHour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The live figures come right again by themselves, whatever has become of them in Redis. */
class LiveFiguresIT {
    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private final Instant now = SteadyHour.begin();
    private final Api admin = Api.of("admin");
    private final Api user = Api.somebody();
    private final String key = "user:" + user.userId() + ":usage:" + today();

    @Test
    void whatRedisHasLostIsThereAgainWithinAMinute() {
        var before = used();
        var day = RedisData.hash("usage:day:" + today());
        RedisData.loseEverything();
        Await.until("the user's figures are back", A_MINUTE, () -> RedisData.hash(key), before::equals);
        Await.until("the day's are", A_MINUTE, () -> RedisData.hash("usage:day:" + today()), day::equals);
        assertTrue(RedisData.life(key) > Duration.ofDays(89).toSeconds());
        user.hear(Providers.quick(5)).complete();
        Await.until("they go on", A_MINUTE, () -> RedisData.hash(key).get("qwen2.5:requests"), "2"::equals);
    }

    @Test
    void whatHasDriftedIsFoundAndSetRight() {
        var right = used();
        assertEquals(
                0,
                admin.post("/api/admin/live-figures/comparison", Api.json())
                        .with(200)
                        .json()
                        .getInt("drifting"));
        var repaired = Metrics.value("baton_live_figures_repaired");
        RedisData.put(key, Map.of("qwen2.5:requests", "7", "qwen2.5:cost", "rubbish", "gpt-9:requests", "1"));
        admin.post("/api/admin/live-figures/comparison", Api.json()).with(200);
        assertEquals(right, RedisData.hash(key));
        // by this comparison, or by the one that runs each minute, if that came first
        assertEquals(repaired + 1, Metrics.value("baton_live_figures_repaired"));
        assertTrue(admin.get("/api/admin/live-figures").with(200).json().containsKey("drifting"));
    }

    @Test
    void oneCommandWritesThemAnew() {
        var right = used();
        RedisData.put(key, Map.of("qwen2.5:tokens", "0"));
        assertTrue(admin.post("/api/admin/live-figures/rebuild", Api.json())
                        .with(200)
                        .json()
                        .getInt("hashes")
                >= 3);
        assertEquals(right, RedisData.hash(key));
    }

    @Test
    void whileRedisIsAwayTheCommandSaysSo() {
        var right = used();
        RedisData.pause(Duration.ofSeconds(2));
        var refused = admin.post("/api/admin/live-figures/rebuild", Api.json());
        assertEquals("UNAVAILABLE", refused.problem(503).getString("code"));
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
        Await.until(
                "it works again",
                () -> admin.post("/api/admin/live-figures/rebuild", Api.json()).status(),
                status -> status == 200);
        assertEquals(right, RedisData.hash(key));
    }

    @Test
    void onlyAnAdminMayLookAfterThem() {
        for (var path : List.of("rebuild", "comparison")) {
            user.post("/api/admin/live-figures/" + path, Api.json()).with(403);
        }
        user.get("/api/admin/live-figures").with(403);
    }

    /** One answer's figures, as soon as they are there. */
    private Map<String, String> used() {
        user.hear(Providers.quick(5)).complete();
        return Await.until("the answer is in", () -> RedisData.hash(key), hash -> !hash.isEmpty());
    }

    private String today() {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd")
                .withZone(ZoneOffset.UTC)
                .format(now);
    }
}
