package io.baton.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time in which no other node can have taken over this node's answers: one lease after the last heartbeat that
 * confirmed ownership. Uses the monotonic clock, which continues while the process is paused.
 */
@ApplicationScoped
public class Lease {
    /** A node without a heartbeat for this long is dead. */
    public static final Duration LENGTH = Duration.ofSeconds(2);

    /** The lease may be acted on until this much before its end, because a step that begins now ends later. */
    private static final Duration MARGIN = Duration.ofMillis(750);

    private final LongSupplier nanoTime;
    private volatile Term term;

    /**
     * Values of {@link System#nanoTime}.
     *
     * @param heldSince since when the lease has been valid without a gap
     * @param renewedAt before the last heartbeat was sent
     */
    private record Term(long heldSince, long renewedAt) {}

    public Lease() {
        this(System::nanoTime);
    }

    Lease(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Call it after a heartbeat was stored: while the lease {@link #isValid}, at once; otherwise once what other nodes have
     * taken over is fenced.
     *
     * @param beatAt {@link System#nanoTime} before the heartbeat was sent
     */
    public void renew(long beatAt) {
        term = new Term(isValid() ? term.heldSince() : nanoTime.getAsLong(), beatAt);
    }

    /** This node is about to end. */
    public void giveUp() {
        term = null;
    }

    /** Whether this node may act as the owner of its answers without asking PostgreSQL. */
    public boolean isValid() {
        return isWithin(LENGTH.minus(MARGIN));
    }

    /** Whether other nodes may count this one as dead. */
    public boolean hasExpired() {
        return !isWithin(LENGTH);
    }

    /** For how long it has been valid without a gap; zero: it is not. */
    public Duration heldFor() {
        var current = term;
        return isValid() && current != null ? since(current.heldSince()) : Duration.ZERO;
    }

    private boolean isWithin(Duration time) {
        var current = term;
        return current != null && since(current.renewedAt()).compareTo(time) < 0;
    }

    private Duration since(long moment) {
        return Duration.ofNanos(nanoTime.getAsLong() - moment);
    }
}
