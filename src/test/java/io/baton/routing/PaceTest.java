package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long now = 5;
    private final Pace pace = new Pace(Duration.ofSeconds(10), 2, () -> now);

    @Test
    void whoeverSaysTooLittleOverTheFirstSecondsIsTooSlow() {
        pace.heard(19);
        assertFalse(pace.isTooSlow());
        pass(10);
        assertTrue(pace.isTooSlow());
        pace.heard(100);
        assertTrue(pace.isTooSlow(), "too late");
    }

    @Test
    void whoeverSaysEnoughMayPauseAfterwards() {
        pace.heard(20);
        pass(1_000);
        assertFalse(pace.isTooSlow());
    }

    @Test
    void aPaceOfZeroSuitsEverybody() {
        var any = new Pace(Duration.ofSeconds(1), 0, () -> now);
        pass(5);
        assertFalse(any.isTooSlow());
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
