package io.baton.provider.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Reports a missing output like a silent socket. The socket's own time-out sees only silence; comments, empty chunks
 * and single bytes keep a hanging model alive for it.
 *
 * <p>It also prevents a provider from monopolising the processor: if data is always available, a read never blocks, and
 * a virtual thread is not preempted. So each read yields to other virtual threads, and above a rate that no model
 * reaches it waits, so that TCP slows the provider down.
 */
final class IdleGuard extends FilterInputStream {
    /** Bytes per second; more than 3,000 tokens, each in an event of its own. */
    static final long MAX_RATE = 1 << 20;
    /** Bytes that may arrive at once; the maximum size of a whole reply. */
    static final long BURST = BoundedBuffer.MAX;

    private static final long SECOND = 1_000_000_000;

    private final long limitNanos;
    private final LongSupplier nanoTime;
    private final LongConsumer park;
    private final long startedAt;
    private long bytes;
    private boolean waiting;
    private long since;
    private long suspendedAt;

    IdleGuard(InputStream in, Duration limit, LongSupplier nanoTime) {
        this(in, limit, nanoTime, LockSupport::parkNanos);
    }

    /** @param park waits for the given nanoseconds or less */
    IdleGuard(InputStream in, Duration limit, LongSupplier nanoTime, LongConsumer park) {
        super(in);
        this.park = park;
        this.startedAt = nanoTime.getAsLong();
        this.limitNanos = limit.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Starts the idle time-out. */
    void startWaiting() {
        waiting = true;
        since = nanoTime.getAsLong();
    }

    /** Stops the clock while the caller processes an event. */
    void suspend() {
        suspendedAt = nanoTime.getAsLong();
    }

    /** Continues the idle time-out where it was suspended. */
    void resumeWaiting() {
        since += nanoTime.getAsLong() - suspendedAt;
    }

    @Override
    public int read() throws IOException {
        check();
        var read = super.read();
        bytes += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        check();
        var read = super.read(into, offset, length);
        bytes += Math.max(0, read);
        return read;
    }

    private void check() throws SocketTimeoutException {
        Thread.yield();
        var ahead = (bytes - BURST) * SECOND / MAX_RATE - (nanoTime.getAsLong() - startedAt);
        if (ahead > 0) {
            park.accept(ahead);
        }
        if (waiting && nanoTime.getAsLong() - since > limitNanos) {
            throw new SocketTimeoutException("no output");
        }
    }
}
