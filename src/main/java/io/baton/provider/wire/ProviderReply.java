package io.baton.provider.wire;

import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The relevant parts of an HTTP response.
 *
 * @param retryAfter  how long the provider asks us to wait, at most {@link RetryHints#LONGEST_WAIT}; null if no header says
 *                    so
 * @param body        unbuffered; reads throw {@link java.net.SocketTimeoutException} after the read time-out
 * @param close       reads the body to its end and releases the connection; fails if its thread is interrupted
 */
record ProviderReply(int status, Duration retryAfter, Supplier<InputStream> body, Runnable close) {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    ProviderReply(int status, Supplier<InputStream> body, Runnable close) {
        this(status, null, body, close);
    }

    static ProviderReply of(Response response) {
        return new ProviderReply(
                response.getStatus(),
                RetryHints.inHeaders(response.getStatus(), response::getHeaderString, Instant.now()),
                () -> response.readEntity(InputStream.class),
                response::close);
    }

    /**
     * Closes after the end mark: most providers end the body right after it, so the connection can be reused. Does not
     * block.
     */
    void closeRegularly() {
        var closer = startClosing();
        Thread.ofVirtual().name("disconnect").start(() -> interruptLater(closer));
    }

    /** Closes the connection. Does not block. */
    void disconnect() {
        startClosing().interrupt();
    }

    /**
     * A plain close would read the reply to its end; only an interrupt of a virtual thread closes the socket during
     * that. A separate thread does it, so that the caller's interrupt flag, which may be a stop, is neither used nor
     * lost.
     */
    private Thread startClosing() {
        return Thread.ofVirtual().name("close").start(this::closeQuietly);
    }

    private static void interruptLater(Thread closer) {
        try {
            closer.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closer.interrupt();
    }

    private void closeQuietly() {
        try {
            close.run();
        } catch (RuntimeException e) {
            // The interrupted read fails, which closes the connection.
        }
    }
}
