package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceGuardTest {
    private long now = 5;
    private final PaceGuard paceGuard = new PaceGuard(Duration.ofSeconds(10), 2, () -> now);

    @Test
    void whoeverSaysTooLittleOverTheFirstSecondsIsTooSlow() {
        paceGuard.count(19);
        assertFalse(paceGuard.isTooSlow());
        pass(10);
        assertTrue(paceGuard.isTooSlow());
        paceGuard.count(100);
        assertTrue(paceGuard.isTooSlow(), "too late");
    }

    @Test
    void whoeverSaysEnoughMayPauseAfterwards() {
        paceGuard.count(20);
        pass(1_000);
        assertFalse(paceGuard.isTooSlow());
    }

    @Test
    void aPaceOfZeroSuitsEverybody() {
        var any = new PaceGuard(Duration.ofSeconds(1), 0, () -> now);
        pass(5);
        assertFalse(any.isTooSlow());
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
