package io.baton.routing;

import io.baton.model.Model;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import java.util.UUID;

/** What the next step of a walk along the ring came to. */
public sealed interface Step {
    /** A model speaks. */
    record Speaking(Model model, UUID attempt, ModelStream stream) implements Step {}

    /** Nobody spoke, and nobody is left to ask; {@code last} says how the last one failed. */
    record Exhausted(Outcome last) implements Step {}

    /** The caller wants no more. */
    record Stopped() implements Step {}
}
