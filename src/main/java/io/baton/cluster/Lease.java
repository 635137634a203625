package io.baton.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The time in which no other node can have taken over this node's answers: one lease after the last heartbeat that
 * confirmed ownership. Uses the monotonic clock, which continues while the process is paused.
 */
@ApplicationScoped
public class Lease {
    /** A node without a heartbeat for this long is dead. */
    public static final Duration LENGTH = Duration.ofSeconds(6);

    /** The lease counts as expired this much earlier, because a step that begins now ends later. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private volatile long renewedAt = System.nanoTime();

    /** @param beatAt {@link System#nanoTime} before the heartbeat was sent */
    public void renew(long beatAt) {
        renewedAt = beatAt;
    }

    public boolean isValid() {
        return System.nanoTime() - renewedAt < LENGTH.minus(MARGIN).toNanos();
    }
}
