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
 * Reports too long a wait for output as a silent socket would. The socket's own time-out only sees silence; comments, empty
 * chunks and single bytes make a model that hangs look alive to it.
 *
 * <p>It also keeps one provider from taking the processor from all others: where bytes are always there a read never blocks,
 * and nothing else would take the carrier away from its thread. So each read lets other virtual threads run, and beyond a rate
 * that no model reaches it waits, and TCP holds the provider back.
 */
final class IdleGuard extends FilterInputStream {
    /** Bytes a second; 3,000 tokens, each in an event of its own, are fewer. */
    static final long FASTEST = 1 << 20;
    /** Bytes that may come at once; a whole reply is no longer. */
    static final long AT_ONCE = BoundedBuffer.MAX;

    private static final long SECOND = 1_000_000_000;

    private final long limitNanos;
    private final LongSupplier nanoTime;
    private final LongConsumer park;
    private final long begun;
    private long bytes;
    private boolean waiting;
    private long since;
    private long suspendedAt;

    IdleGuard(InputStream in, Duration limit, LongSupplier nanoTime) {
        this(in, limit, nanoTime, LockSupport::parkNanos);
    }

    /** @param park waits so many nanoseconds, or less */
    IdleGuard(InputStream in, Duration limit, LongSupplier nanoTime, LongConsumer park) {
        super(in);
        this.park = park;
        this.begun = nanoTime.getAsLong();
        this.limitNanos = limit.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Output is awaited from now on. */
    void startWaiting() {
        waiting = true;
        since = nanoTime.getAsLong();
    }

    /** What the reader does from now on is not the model's pause. */
    void suspend() {
        suspendedAt = nanoTime.getAsLong();
    }

    /** Output is awaited still. */
    void goOnWaiting() {
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
        var ahead = (bytes - AT_ONCE) * SECOND / FASTEST - (nanoTime.getAsLong() - begun);
        if (ahead > 0) {
            park.accept(ahead);
        }
        if (waiting && nanoTime.getAsLong() - since > limitNanos) {
            throw new SocketTimeoutException("no output");
        }
    }
}
