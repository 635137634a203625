package io.baton.provider.wire;

/**
 * No connection could be made, so nothing was sent and nothing billed: the only failure that may be retried, and the one
 * that opens a breaker.
 */
public final class NotConnected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotConnected(String detail) {
        super(detail);
    }
}
