package io.baton.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * How long nobody can have taken this node's answers over: for a lease after the last heartbeat by which it was found that they
 * are ours. Read by the monotonic clock, which runs on while the process is paused.
 */
@ApplicationScoped
public class Lease {
    /** A node without heartbeat for so long is dead. */
    public static final Duration LENGTH = Duration.ofSeconds(6);

    /** So much earlier it is no longer sure, since a step that begins now ends later. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private volatile long renewedAt = System.nanoTime();

    /** @param beatAt {@link System#nanoTime} before the heartbeat was sent */
    public void renew(long beatAt) {
        renewedAt = beatAt;
    }

    public boolean isSure() {
        return System.nanoTime() - renewedAt < LENGTH.minus(MARGIN).toNanos();
    }
}
