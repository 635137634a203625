package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleGuardTest {
    private long now;
    private long parked;

    private IdleGuard over(int bytes) {
        return new IdleGuard(new ByteArrayInputStream(new byte[bytes]), Duration.ofHours(1), () -> now, nanos -> {
            parked += nanos;
            now += nanos;
        });
    }

    @Test
    void whatComesWithinTheRateIsReadAtOnce() throws IOException {
        var guard = over((int) IdleGuard.BURST);
        guard.readAllBytes();
        assertEquals(0, parked);
    }

    @Test
    void whoeverIsFasterIsHeldBackToTheRate() throws IOException {
        var guard = over((int) (IdleGuard.BURST + 10 * IdleGuard.MAX_RATE));
        var buffer = new byte[8_192];
        while (guard.read(buffer) > 0) {
            // reads on
        }
        assertEquals(10, Math.round(parked / 1e9));
    }

    @Test
    void timeThatHasPassedCounts() throws IOException {
        var guard = over((int) (IdleGuard.BURST + 10 * IdleGuard.MAX_RATE));
        now = Duration.ofSeconds(10).toNanos();
        guard.readAllBytes();
        assertEquals(0, parked);
    }
}
