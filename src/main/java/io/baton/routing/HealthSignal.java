package io.baton.routing;

import io.baton.model.Outcome;

/** What the outcome of a request says about health. */
enum HealthSignal {
    SUCCESS,
    FAILURE,
    NOTHING;

    /**
     * The signal about the model, for all nodes. {@code NOTHING} if the request was stopped, if the request itself was
     * or may have been wrong (a stop sequence may cause an empty reply), or if this node did not reach the provider.
     */
    static HealthSignal of(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> SUCCESS;
            case STATUS, TOO_SLOW, STALLED, TOO_LONG, CUT, MALFORMED, IN_BAND_ERROR -> FAILURE;
            case STOPPED,
                    REFUSED,
                    CONTEXT_TOO_LONG,
                    CONTENT_FILTER,
                    EMPTY,
                    LOST,
                    UNREACHABLE,
                    BREAKER_OPEN,
                    POOL_EXHAUSTED -> NOTHING;
        };
    }

    /** The signal about this node's connection to the provider: any reply proves that it is reachable. */
    static HealthSignal ofConnection(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE,
                    STATUS,
                    REFUSED,
                    CONTEXT_TOO_LONG,
                    CONTENT_FILTER,
                    TOO_SLOW,
                    STALLED,
                    TOO_LONG,
                    CUT,
                    MALFORMED,
                    IN_BAND_ERROR,
                    EMPTY -> SUCCESS;
            case UNREACHABLE -> FAILURE;
            case STOPPED, LOST, BREAKER_OPEN, POOL_EXHAUSTED -> NOTHING;
        };
    }
}
