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

class ReachTest {
    private static final Model MODEL = new Model("m", "p", "m", 100, 1_000, 0.5, Continuation.PARTIAL, null);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    private final Reach reach = new Reach(LocalStandingTest.config(), CLOCK);

    @Test
    void whoFailsToConnectTooOftenIsOutOfReach() {
        fail();
        assertEquals(Optional.of(0L), reach.request(MODEL, false));
        fail();
        assertEquals(Optional.empty(), reach.request(MODEL, false));
        assertEquals(30_000, reach.unreachable(MODEL));
        assertEquals(2, reach.errors(MODEL));
    }

    @Test
    void whateverTheProviderDoesWithAProbeItWasReached() {
        fail();
        fail();
        var probe = new Permit(MODEL, 0, reach.request(MODEL, true).orElseThrow());
        reach.learn(probe, Outcome.STATUS);
        assertEquals(0, reach.unreachable(MODEL));
        assertEquals(0, reach.errors(MODEL));
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void onlyWhatTheProviderHasSaidIsToldToOtherNodes(Outcome outcome) {
        var failed = Lesson.ofReach(outcome) == Lesson.FAILURE;
        assertEquals(outcome == Outcome.UNREACHABLE, failed);
        if (failed || outcome == Outcome.BREAKER_OPEN) {
            assertEquals(Lesson.NOTHING, Lesson.of(outcome));
        }
    }

    @Test
    void anOpenBreakerOfTheClientTeachesNothing() {
        fail();
        reach.learn(new Permit(MODEL), Outcome.BREAKER_OPEN);
        reach.learn(new Permit(MODEL), Outcome.BREAKER_OPEN);
        assertTrue(reach.request(MODEL, false).isPresent());
    }

    private void fail() {
        reach.learn(new Permit(MODEL), Outcome.UNREACHABLE);
    }
}
