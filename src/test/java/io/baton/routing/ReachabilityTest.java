package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReachabilityTest {
    private static final Model MODEL = new Model("m", "p", "m", 100, 1_000, 0.5, Continuation.PARTIAL, null);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    private final Reachability reachability = new Reachability(LocalModelHealthTest.config(), CLOCK);

    @Test
    void whoFailsToConnectTooOftenIsOutOfReach() {
        fail();
        assertEquals(Optional.of(0L), reachability.request(MODEL, false));
        fail();
        assertEquals(Optional.empty(), reachability.request(MODEL, false));
        assertEquals(30_000, reachability.waitMillis(MODEL));
        assertEquals(2, reachability.errors(MODEL));
    }

    @Test
    void whateverTheProviderDoesWithAProbeItWasReached() {
        fail();
        fail();
        var probe = new Permit(MODEL, 0, reachability.request(MODEL, true).orElseThrow());
        reachability.recordOutcome(probe, Outcome.STATUS);
        assertEquals(0, reachability.waitMillis(MODEL));
        assertEquals(0, reachability.errors(MODEL));
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void onlyWhatTheProviderHasSaidIsToldToOtherNodes(Outcome outcome) {
        var failed = HealthSignal.ofConnection(outcome) == HealthSignal.FAILURE;
        assertEquals(outcome == Outcome.UNREACHABLE, failed);
        if (failed || outcome == Outcome.BREAKER_OPEN) {
            assertEquals(HealthSignal.NOTHING, HealthSignal.of(outcome));
        }
    }

    @Test
    void anOpenBreakerOfTheClientTeachesNothing() {
        fail();
        reachability.recordOutcome(new Permit(MODEL), Outcome.BREAKER_OPEN);
        reachability.recordOutcome(new Permit(MODEL), Outcome.BREAKER_OPEN);
        assertTrue(reachability.request(MODEL, false).isPresent());
    }

    private void fail() {
        reachability.recordOutcome(new Permit(MODEL), Outcome.UNREACHABLE);
    }
}
