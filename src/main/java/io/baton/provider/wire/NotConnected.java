package io.baton.provider.wire;

/**
 * No connection could be made: nothing was sent or billed. The only failure that is retried, and that opens a circuit
 * breaker.
 */
public final class NotConnected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotConnected(String detail) {
        super(detail);
    }
}
