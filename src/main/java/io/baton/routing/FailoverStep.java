package io.baton.routing;

import io.baton.model.Model;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import java.util.UUID;

/** What the next step of a walk along the ring came to. */
public sealed interface FailoverStep {
    /**
     * A model speaks.
     *
     * @param cause why the one who spoke or was asked before no longer does; null: it is the first
     * @param paceGuard  to be told of all that is heard
     */
    record Speaking(Model model, UUID attempt, ModelStream stream, Outcome cause, PaceGuard paceGuard)
            implements FailoverStep {}

    /** Nobody speaks, and nobody may be asked any more; {@code last} says how the last one failed. */
    record Exhausted(Outcome last) implements FailoverStep {}

    /**
     * Two models in a row had nothing to add to what was said, so it is whole: it had been cut between its last word and its
     * end.
     */
    record NothingToAdd() implements FailoverStep {}

    /** The caller wants no more. */
    record Stopped() implements FailoverStep {}
}
