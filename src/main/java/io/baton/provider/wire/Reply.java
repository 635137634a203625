package io.baton.provider.wire;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What of an HTTP response is needed here.
 *
 * @param contentType null where the provider names none
 * @param body        unbuffered; its reads throw {@link java.net.SocketTimeoutException} after the read time-out
 * @param close       reads the body to its end and gives the connection back, or fails where its thread is interrupted
 */
record Reply(int status, String contentType, Supplier<InputStream> body, Runnable close) {
    private static final Duration ORDERLY = Duration.ofMillis(500);

    static Reply of(Response response) {
        return new Reply(
                response.getStatus(),
                response.getHeaderString(HttpHeaders.CONTENT_TYPE),
                () -> response.readEntity(InputStream.class),
                response::close);
    }

    /** Most providers end the body right after their end mark, and then the connection can be used again. */
    void closeInOrder() {
        close(ORDERLY);
    }

    /** The provider sees its connection closed. */
    void hangUp() {
        close(Duration.ZERO);
    }

    /**
     * Closing alone would read the provider to its end, and only an interrupt of a virtual thread closes the socket under
     * that. It is a thread of our own, so that the caller's interrupt flag, which may be a stop, is neither used nor lost.
     */
    private void close(Duration patience) {
        var closing = Thread.ofVirtual().name("hang-up").unstarted(this::closeQuietly);
        closing.start();
        try {
            if (patience.isZero() || !closing.join(patience)) {
                closing.interrupt();
            }
        } catch (InterruptedException e) {
            closing.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void closeQuietly() {
        try {
            close.run();
        } catch (RuntimeException e) {
            // The interrupted read fails, which is what hangs up.
        }
    }
}
