package io.baton.model;

import java.util.Optional;

/** What may have to be paid for an attempt. The books are made from this alone, in one place. */
public sealed interface Charge {
    /** Nothing: the request never left, or never as a whole. */
    record NotSent() implements Charge {}

    /**
     * Nothing, unless the provider counts it: it has refused the request with an error status.
     *
     * @param counted what it says that it has used all the same
     */
    record TurnedDown(Optional<TokenUsage> counted) implements Charge {}

    /**
     * What was used: the request has arrived, or may have.
     *
     * @param counted by the provider; empty: it did not count
     * @param said    all that the model has said, reasoning and tool calls included; may be empty
     */
    record Due(Optional<TokenUsage> counted, String said) implements Charge {}

    /** The request may have arrived, and nothing has come of it that could be counted. */
    static Charge unknown() {
        return new Due(Optional.empty(), "");
    }
}
