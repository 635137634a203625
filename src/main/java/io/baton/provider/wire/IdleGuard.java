package io.baton.provider.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reports too long a wait for output as a silent socket would. The socket's own time-out only sees silence; comments, empty
 * chunks and single bytes make a model that hangs look alive to it. Each read also lets other virtual threads run: where bytes
 * are always there a read never blocks, and nothing else would take the carrier thread away.
 */
final class IdleGuard extends FilterInputStream {
    private final long limitNanos;
    private final LongSupplier nanoTime;
    private boolean waiting;
    private long since;
    private long suspendedAt;

    IdleGuard(InputStream in, Duration limit, LongSupplier nanoTime) {
        super(in);
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
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        check();
        return super.read(bytes, offset, length);
    }

    private void check() throws SocketTimeoutException {
        Thread.yield();
        if (waiting && nanoTime.getAsLong() - since > limitNanos) {
            throw new SocketTimeoutException("no output");
        }
    }
}
