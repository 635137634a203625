package io.baton.provider.wire;

import io.baton.model.Charge;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How far this thread's request has come; the HTTP client tells while it works. */
final class RequestProgress {
    /** A connection that the provider had closed shows it after one way to the provider and back. */
    private static final Duration STALE_SHOWS_WITHIN = Duration.ofSeconds(1);

    private static final ThreadLocal<RequestProgress> CURRENT = ThreadLocal.withInitial(RequestProgress::new);

    private boolean sent;
    private long sentAt;
    /** Null: the connection is new, or nobody tells. */
    private LongSupplier received;

    private long receivedBefore;
    private String unconnected;

    private RequestProgress() {}

    static RequestProgress ofThisThread() {
        return CURRENT.get();
    }

    /** Nothing of a request has left. */
    void begin() {
        sent = false;
        received = null;
        unconnected = null;
    }

    /** No connection could be made. */
    void unconnected(String detail) {
        unconnected = detail;
    }

    /** Why none could be made; null: that was not tried, or has been taken before. */
    String takeUnconnected() {
        var detail = unconnected;
        unconnected = null;
        return detail;
    }

    /**
     * A connection that has carried a request before is used again.
     *
     * @param bytes how many it has received so far
     */
    void reuse(LongSupplier bytes) {
        received = bytes;
        receivedBefore = bytes.getAsLong();
    }

    /** The request has left as a whole, or may have. */
    void sent() {
        sent = true;
        sentAt = System.nanoTime();
    }

    boolean isSent() {
        return sent;
    }

    /**
     * Whether the connection that has just failed had been closed before the request could arrive: it had carried others, and
     * has failed soon and without a byte of an answer.
     */
    boolean isStale() {
        return received != null
                && received.getAsLong() == receivedBefore
                && (!sent || System.nanoTime() - sentAt < STALE_SHOWS_WITHIN.toNanos());
    }

    /** For a request that nobody has answered. */
    Charge chargeUnanswered() {
        return sent ? Charge.unknown() : new Charge.NotSent();
    }
}
