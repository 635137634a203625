package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Price;
import io.baton.routing.HealthReading.Mode;
import io.baton.settings.Settings;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalModelHealthTest {
    private static final Price PRICE = new Price("v", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
    private static final Model MODEL = new Model("m", "p", "m", 100, 1_000, 0.5, Continuation.PARTIAL, PRICE);
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final ModelHealthConfig config = config();
    private final LocalModelHealth health = new LocalModelHealth(config, rates(Map.of()), new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    void requestsCountForAMinute() {
        for (var i = 0; i < 3; i++) {
            assertTrue(health.read(MODEL, Mode.REQUEST).isAvailable());
            pass(10);
        }
        assertEquals(30_000, health.read(MODEL, Mode.REQUEST).busy());
        pass(30);
        assertEquals(0, health.read(MODEL, Mode.PEEK).busy());
    }

    @Test
    void aProviderAndAModelMayHaveRatesOfTheirOwn() {
        var rates = rates(Map.of("limits.p.requests-per-minute", "7", "models.m.requests-per-minute", "5"));
        var roomy = new LocalModelHealth(config, rates, Clock.systemUTC());
        for (var i = 0; i < 5; i++) {
            assertTrue(roomy.read(MODEL, Mode.REQUEST).isAvailable());
        }
        assertTrue(roomy.read(MODEL, Mode.REQUEST).busy() > 0);
        assertEquals(7, rates.ofProvider(MODEL));
    }

    @Test
    void tooManyFailuresOpenTheBreaker() {
        fail(2);
        assertEquals(30_000, health.read(MODEL, Mode.PEEK).failing());
        assertEquals(2, health.read(MODEL, Mode.PEEK).errors());
    }

    @Test
    void oneProbeAtATimeGoesThrough() {
        fail(2);
        pass(30);
        assertTrue(health.read(MODEL, Mode.REQUEST).isAvailable());
        assertEquals(60_000, health.read(MODEL, Mode.REQUEST).failing());
        pass(60);
        assertTrue(health.read(MODEL, Mode.REQUEST).isAvailable(), "a probe that never ends holds up nobody for ever");
    }

    @Test
    void aProbeThatEndsInOrderClosesTheBreaker() {
        fail(2);
        pass(30);
        health.recordSignal(permit(), HealthSignal.SUCCESS, Duration.ZERO);
        var closed = health.read(MODEL, Mode.PEEK);
        assertTrue(closed.isAvailable());
        assertEquals(0, closed.opening());
        assertEquals(0, closed.errors());
    }

    @Test
    void aProbeThatFailsOpensItForTwiceAsLong() {
        fail(2);
        for (var seconds : new int[] {60, 120, 200, 200}) {
            pass(300);
            health.recordSignal(permit(), HealthSignal.FAILURE, Duration.ZERO);
            assertEquals(seconds * 1_000L, health.read(MODEL, Mode.PEEK).failing());
        }
    }

    @Test
    void aProbeThatSaysNothingMakesRoomForTheNext() {
        fail(2);
        pass(30);
        health.recordSignal(permit(), HealthSignal.NOTHING, Duration.ZERO);
        assertTrue(health.read(MODEL, Mode.REQUEST).isAvailable());
    }

    @Test
    void aLateSuccessDoesNotCloseANewerOpening() {
        var early = permit();
        fail(2);
        health.recordSignal(early, HealthSignal.SUCCESS, Duration.ZERO);
        assertEquals(30_000, health.read(MODEL, Mode.PEEK).failing());
        pass(30);
        var probe = permit();
        health.recordSignal(probe, HealthSignal.FAILURE, Duration.ZERO);
        health.recordSignal(probe, HealthSignal.SUCCESS, Duration.ZERO);
        assertEquals(60_000, health.read(MODEL, Mode.PEEK).failing());
    }

    @Test
    void aNewCooldownNeverShortensALongerOne() {
        health.recordSignal(new Permit(MODEL), HealthSignal.FAILURE, Duration.ofMinutes(5));
        health.recordSignal(new Permit(MODEL), HealthSignal.FAILURE, Duration.ofSeconds(1));
        var reading = health.read(MODEL, Mode.PEEK);
        assertEquals(300_000, reading.paused());
        assertEquals(30_000, reading.failing());
    }

    @Test
    void inSpiteOfAllThatOneMayBeAskedWithinTheLimits() {
        fail(2);
        assertEquals(0, health.read(MODEL, Mode.FORCED_REQUEST).busy());
        assertEquals(1, health.read(MODEL, Mode.PEEK).requests());
    }

    @Test
    void nothingSpeaksAgainstAModelThatWasForgiven() {
        health.recordSignal(new Permit(MODEL), HealthSignal.FAILURE, Duration.ofMinutes(5));
        fail(1);
        health.reset(MODEL);
        assertTrue(health.read(MODEL, Mode.PEEK).isAvailable());
    }

    private Permit permit() {
        return new Permit(MODEL, health.read(MODEL, Mode.REQUEST).opening(), 0);
    }

    private void fail(int times) {
        for (var i = 0; i < times; i++) {
            health.recordSignal(new Permit(MODEL), HealthSignal.FAILURE, Duration.ZERO);
        }
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    private RateLimits rates(Map<String, String> own) {
        var rates = new RateLimits();
        rates.settings = new Settings(own);
        rates.all = config;
        return rates;
    }

    static ModelHealthConfig config() {
        var config = new ModelHealthConfig();
        config.providerRequestsPerMinute = 4;
        config.modelRequestsPerMinute = 3;
        config.modelErrorsPerFiveMinutes = 2;
        config.modelCooldown = Duration.ofSeconds(30);
        config.modelLongestCooldown = Duration.ofSeconds(200);
        config.modelProbeTime = Duration.ofSeconds(60);
        return config;
    }
}
