package io.baton.routing;

/**
 * How a model stands by the numbers, at one moment. Times are milliseconds from then; 0: nothing is in the way.
 *
 * @param busy     until it and its provider have room for a request
 * @param failing  until it may be probed, since it failed too often
 * @param paused   until its provider wants to be asked again
 * @param opening  when the breaker has opened; 0: it is closed
 * @param requests to the model within the last minute
 * @param errors   of the model within the last five
 */
record HealthReading(long busy, long failing, long paused, long opening, long requests, long errors) {
    /** How it is asked for. */
    enum How {
        /** To know only. */
        PEEK,
        /** For a request, which is counted if it may be sent. */
        REQUEST,
        /** The same, though it fails or its provider wants to be left alone. */
        IN_SPITE
    }

    boolean isOpen() {
        return busy == 0 && failing == 0 && paused == 0;
    }
}
