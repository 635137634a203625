package io.baton.routing;

import io.baton.model.Model;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import java.time.Duration;
import java.util.UUID;

/** The result of one step of a failover. */
public sealed interface FailoverStep {
    /**
     * A model streams its output.
     *
     * @param firstOutput time from the request to the first output; null: no request was sent, another answer is repeated
     * @param cause       why the model before it does not continue; null: it is the first
     * @param paceGuard   must be told the length of all output
     */
    record Streaming(
            Model model, UUID attempt, ModelStream stream, Duration firstOutput, Outcome cause, PaceGuard paceGuard)
            implements FailoverStep {}

    /** No further request is sent. */
    sealed interface End extends FailoverStep {}

    /** No model is left that may be asked. {@code last} is the outcome of the last request; null: none was sent. */
    record Exhausted(Outcome last) implements End {}

    /** Two models in a row had nothing to add. The text is complete: the connection broke between its last word and its end. */
    record NothingToAdd() implements End {}

    /** The caller has cancelled. */
    record Stopped() implements End {}
}
