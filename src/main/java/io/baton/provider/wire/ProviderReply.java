package io.baton.provider.wire;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What of an HTTP response is needed here.
 *
 * @param contentType null where the provider names none
 * @param retryAfter  how long it wants not to be asked, at most {@link #LONGEST_WAIT}; null where it names no seconds
 * @param body        unbuffered; its reads throw {@link java.net.SocketTimeoutException} after the read time-out
 * @param close       reads the body to its end and gives the connection back, or fails where its thread is interrupted
 */
record ProviderReply(int status, String contentType, Duration retryAfter, Supplier<InputStream> body, Runnable close) {
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration ORDERLY = Duration.ofSeconds(1);
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

    /** Most providers end the body right after their end mark, and then the connection can be used again. Does not wait. */
    void closeInOrder() {
        var finalizer = startClosing();
        Thread.ofVirtual().name("hang-up").start(() -> interruptLater(finalizer));
    }

    /** The provider sees its connection closed. Does not wait for that. */
    void hangUp() {
        startClosing().interrupt();
    }

    /**
     * Closing alone would read the provider to its end; only an interrupt, and of a virtual thread, closes the socket under
     * that. It is a thread of our own, so that the caller's interrupt flag, which may be a stop, is neither used nor lost.
     */
    private Thread startClosing() {
        return Thread.ofVirtual().name("close").start(this::closeQuietly);
    }

    private static void interruptLater(Thread finalizer) {
        try {
            finalizer.join(ORDERLY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        finalizer.interrupt();
    }

    private void closeQuietly() {
        try {
            close.run();
        } catch (RuntimeException e) {
            // The interrupted read fails, which is what hangs up.
        }
    }
}
