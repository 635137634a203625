package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Price;
import io.baton.platform.Redis;
import io.baton.routing.HealthReading.Mode;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** Redis and the node by itself judge by the same rules. */
class RedisModelHealthInsideIT extends InsideTest {
    private static final Price PRICE = new Price("v", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);

    @Inject
    Redis redis;

    @Inject
    Clock clock;

    @Inject
    Config settings;

    private final ModelHealthConfig config = config();
    private final RedisModelHealth shared = new RedisModelHealth();
    private final Model model = model();

    @Test
    void whateverHappensBothSayTheSame() {
        shared.redis = redis;
        shared.config = config;
        shared.rates = rates();
        for (var seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var local = new LocalModelHealth(config, rates(), clock);
            var which = model();
            var pairs = new ArrayList<List<Permit>>();
            pairs.add(List.of(new Permit(which), new Permit(which)));
            for (var step = 0; step < 60; step++) {
                var what = "seed " + seed + ", step " + step;
                if (random.nextInt(5) < 2) {
                    var pair = pairs.get(random.nextInt(pairs.size()));
                    var signal = HealthSignal.values()[random.nextInt(3)];
                    var pause = Duration.ofHours(random.nextInt(30) == 0 ? 1 : 0);
                    assertTrue(shared.recordSignal(pair.getFirst(), signal, pause));
                    local.recordSignal(pair.getLast(), signal, pause);
                } else {
                    var how = Mode.values()[random.nextInt(3)];
                    var there = shared.read(which, how).orElseThrow();
                    var here = local.read(which, how);
                    assertSame(there, here, what);
                    pairs.add(List.of(new Permit(which, there.opening(), 0), new Permit(which, here.opening(), 0)));
                }
            }
        }
    }

    @Test
    void onlyOneOfManyNodesGetsTheProbe() {
        shared.redis = redis;
        shared.config = config;
        shared.rates = rates();
        for (var i = 0; i < config.modelErrorsPerFiveMinutes; i++) {
            shared.recordSignal(new Permit(model), HealthSignal.FAILURE, Duration.ZERO);
        }
        assertTrue(shared.read(model, Mode.PEEK).orElseThrow().failing() > 0);
        redis.ask(client -> client.hset("baton:{windows}:breaker:" + model.id(), "until", "1"));
        assertTrue(shared.read(model, Mode.REQUEST).orElseThrow().isAvailable());
        assertTrue(shared.read(model, Mode.REQUEST).orElseThrow().failing() > 0);
    }

    private static void assertSame(HealthReading there, HealthReading here, String what) {
        assertEquals(here.busy() > 0, there.busy() > 0, what);
        assertEquals(here.failing() / 60_000.0, there.failing() / 60_000.0, 0.1, what);
        assertEquals(here.paused() / 60_000.0, there.paused() / 60_000.0, 0.1, what);
        assertEquals(here.opening() == 0, there.opening() == 0, what);
        assertEquals(here.requests(), there.requests(), what);
        assertEquals(here.errors(), there.errors(), what);
    }

    private static Model model() {
        var id = "m" + UUID.randomUUID();
        return new Model(id, id, "m", 100, 1_000, 0.5, Continuation.PARTIAL, PRICE);
    }

    private RateLimits rates() {
        var rates = new RateLimits();
        rates.settings = settings;
        rates.all = config;
        return rates;
    }

    private static ModelHealthConfig config() {
        var config = new ModelHealthConfig();
        config.providerRequestsPerMinute = 15;
        config.modelRequestsPerMinute = 20;
        config.modelErrorsPerFiveMinutes = 4;
        config.modelCooldown = Duration.ofHours(1);
        config.modelLongestCooldown = Duration.ofHours(5);
        config.modelProbeTime = Duration.ofHours(3);
        return config;
    }
}
