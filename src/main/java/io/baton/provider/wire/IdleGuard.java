package io.baton.provider.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Once the model has spoken, reports a pause as a silent socket would. The socket's own time-out only sees silence;
 * comments, empty chunks and single bytes make a model that hangs look alive to it.
 */
final class IdleGuard extends FilterInputStream {
    private final long limitNanos;
    private final LongSupplier nanoTime;
    private boolean armed;
    private long lastOutput;

    IdleGuard(InputStream in, Duration limit, LongSupplier nanoTime) {
        super(in);
        this.limitNanos = limit.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The model has just said something. */
    void output() {
        armed = true;
        lastOutput = nanoTime.getAsLong();
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
        if (armed && nanoTime.getAsLong() - lastOutput > limitNanos) {
            throw new SocketTimeoutException("no output");
        }
    }
}
