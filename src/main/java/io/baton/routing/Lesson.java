package io.baton.routing;

import io.baton.model.Outcome;

/** What the end of a request says about its model. */
enum Lesson {
    SUCCESS,
    FAILURE,
    /** Nothing: it was stopped, or the request itself was at fault. */
    NOTHING;

    static Lesson of(Outcome outcome) {
        if (outcome.isFailure()) {
            return FAILURE;
        }
        return outcome == Outcome.COMPLETE ? SUCCESS : NOTHING;
    }
}
