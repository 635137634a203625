package io.baton.routing;

/**
 * The health data of a model at one moment. The first three are milliseconds until the restriction ends, or 0.
 *
 * @param busy     until the rate limits of the model and its provider allow a request
 * @param failing  until the open circuit breaker allows a probe
 * @param paused   until the time that the provider asked us to wait is over
 * @param opening  identifies the opening of the circuit breaker; 0 if closed
 * @param requests to the model in the last minute
 * @param errors   of the model in the last five minutes
 */
record HealthReading(long busy, long failing, long paused, long opening, long requests, long errors) {
    /** The purpose of reading the data. */
    enum Mode {
        /** Only to read it. */
        PEEK,
        /** To send a request, which is counted if it is allowed. */
        REQUEST,
        /** To send a request even if the model is failing or paused. */
        FORCED_REQUEST
    }

    boolean isAvailable() {
        return busy == 0 && failing == 0 && paused == 0;
    }
}
