package io.baton.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The lease ends earlier for its holder than for others, and a gap begins it anew. */
class LeaseTest {
    private static final Duration BEAT = Duration.ofMillis(250);
    private long now = Long.MAX_VALUE; // the monotonic clock may overflow
    private final Lease lease = new Lease(() -> now);

    @Test
    void beforeTheFirstHeartbeatThereIsNone() {
        assertFalse(lease.isValid());
        assertTrue(lease.hasExpired());
        assertEquals(Duration.ZERO, lease.heldFor());
    }

    @Test
    void itIsNotActedOnToItsVeryEnd() {
        lease.renew(now);
        pass(Duration.ofMillis(1_249));
        assertTrue(lease.isValid());
        pass(Duration.ofMillis(1));
        assertFalse(lease.isValid());
        assertFalse(lease.hasExpired());
        pass(Duration.ofMillis(750));
        assertTrue(lease.hasExpired());
    }

    @Test
    void itCountsFromBeforeAHeartbeatThatTookLong() {
        var before = now;
        pass(Lease.LENGTH);
        lease.renew(before);
        assertFalse(lease.isValid());
        assertTrue(lease.hasExpired());
    }

    @Test
    void itIsHeldWithoutAGapByHeartbeatsInTime() {
        lease.renew(now);
        for (var i = 0; i < 20; i++) {
            pass(BEAT);
            lease.renew(now);
        }
        assertEquals(BEAT.multipliedBy(20), lease.heldFor());
    }

    @Test
    void aHeartbeatThatComesTooLateBeginsItAnew() {
        lease.renew(now);
        pass(BEAT);
        lease.renew(now);
        pass(Duration.ofMillis(1_250));
        assertEquals(Duration.ZERO, lease.heldFor());
        lease.renew(now);
        assertEquals(Duration.ZERO, lease.heldFor());
        pass(BEAT);
        assertEquals(BEAT, lease.heldFor());
    }

    @Test
    void aNodeThatEndsHoldsNoneAnyMore() {
        lease.renew(now);
        lease.giveUp();
        assertFalse(lease.isValid());
        assertTrue(lease.hasExpired());
        assertEquals(Duration.ZERO, lease.heldFor());
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
