package io.baton.routing;

import io.baton.model.Outcome;

/** What the end of a request says. */
enum HealthSignal {
    SUCCESS,
    FAILURE,
    NOTHING;

    /**
     * About its model, for all nodes. Nothing where it was stopped, where the request itself was at fault, or may have been: one
     * that ended without a word may have met a stop sequence. And nothing where this node did not get through to the provider.
     */
    static HealthSignal of(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> SUCCESS;
            case STATUS, TOO_SLOW, STALLED, TOO_LONG, CUT, MALFORMED, IN_BAND_ERROR -> FAILURE;
            case STOPPED, REFUSED, CONTENT_FILTER, EMPTY, LOST, UNREACHABLE, BREAKER_OPEN -> NOTHING;
        };
    }

    /** About this node's connection to its provider: whatever the provider does with the request, it was reached. */
    static HealthSignal ofReach(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE,
                    STATUS,
                    REFUSED,
                    CONTENT_FILTER,
                    TOO_SLOW,
                    STALLED,
                    TOO_LONG,
                    CUT,
                    MALFORMED,
                    IN_BAND_ERROR,
                    EMPTY -> SUCCESS;
            case UNREACHABLE -> FAILURE;
            case STOPPED, LOST, BREAKER_OPEN -> NOTHING;
        };
    }
}
