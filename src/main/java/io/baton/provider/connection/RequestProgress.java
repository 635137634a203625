package io.baton.provider.connection;

import io.baton.model.Charge;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The progress of this thread's request, as reported by the HTTP client. */
public final class RequestProgress {
    /** On a connection that the provider had closed, a request fails after one round trip. */
    private static final Duration STALE_LIMIT = Duration.ofSeconds(1);

    private static final ThreadLocal<RequestProgress> CURRENT = ThreadLocal.withInitial(RequestProgress::new);

    private boolean sent;
    private long sentAt;
    /** Null if the connection is new, or unknown. */
    private LongSupplier received;

    private long receivedBefore;
    private String unconnected;

    private RequestProgress() {}

    public static RequestProgress ofThisThread() {
        return CURRENT.get();
    }

    /** Resets: nothing of a request has been sent. */
    public void begin() {
        sent = false;
        received = null;
        unconnected = null;
    }

    /** No connection could be made. */
    public void unconnected(String detail) {
        unconnected = detail;
    }

    /** The reason why no connection could be made; null if none was tried, or the reason was taken before. */
    public String takeUnconnected() {
        var detail = unconnected;
        unconnected = null;
        return detail;
    }

    /**
     * A connection that was open already is used.
     *
     * @param bytes the number of bytes it has received so far
     */
    public void reuse(LongSupplier bytes) {
        received = bytes;
        receivedBefore = bytes.getAsLong();
    }

    /** The request was sent completely, or may have been. */
    public void sent() {
        sent = true;
        sentAt = System.nanoTime();
    }

    public boolean isSent() {
        return sent;
    }

    /**
     * Whether the connection that failed had been closed before the request arrived: it was reused, and failed soon,
     * without a byte of a reply.
     */
    public boolean isStale() {
        return received != null
                && received.getAsLong() == receivedBefore
                && (!sent || System.nanoTime() - sentAt < STALE_LIMIT.toNanos());
    }

    /** The charge for a request without a reply. */
    public Charge chargeWithoutReply() {
        return sent ? Charge.unknown() : new Charge.NotSent();
    }
}
