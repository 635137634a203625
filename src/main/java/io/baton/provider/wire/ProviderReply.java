package io.baton.provider.wire;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The relevant parts of an HTTP response.
 *
 * @param contentType null if absent
 * @param retryAfter  how long the provider asks us to wait, at most {@link #LONGEST_WAIT}; null if it gives no seconds
 * @param body        unbuffered; reads throw {@link java.net.SocketTimeoutException} after the read time-out
 * @param close       reads the body to its end and releases the connection; fails if its thread is interrupted
 */
record ProviderReply(int status, String contentType, Duration retryAfter, Supplier<InputStream> body, Runnable close) {
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    ProviderReply(int status, String contentType, Supplier<InputStream> body, Runnable close) {
        this(status, contentType, null, body, close);
    }

    static ProviderReply of(Response response) {
        return new ProviderReply(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.CONTENT_TYPE),
                seconds(response.getHeaderString(HttpHeaders.RETRY_AFTER)),
                () -> response.readEntity(InputStream.class),
                response::close);
    }

    private static Duration seconds(String header) {
        if (header == null || !SECONDS.matcher(header.strip()).matches()) {
            return null;
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(header.strip()), LONGEST_WAIT.toSeconds()));
    }

    boolean isJson() {
        return contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/json");
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
