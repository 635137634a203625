package io.baton.model;

import java.util.Optional;

/** The basis for the cost of an attempt. The ledger computes costs from this alone, in one place. */
public sealed interface Charge {
    /** Free: the request was not sent, or not completely. */
    record NotSent() implements Charge {}

    /**
     * The provider refused the request with an error status. Free, unless the provider reports usage.
     *
     * @param counted the usage that the provider reports nevertheless
     */
    record Rejected(Optional<TokenUsage> counted) implements Charge {}

    /**
     * Billable: the request has arrived, or may have.
     *
     * @param counted by the provider; empty if it reported no usage
     * @param output  everything the model produced, including reasoning and tool calls; may be empty
     */
    record Due(Optional<TokenUsage> counted, String output) implements Charge {}

    /**
     * Free: no request was sent, another answer was repeated.
     *
     * @param saved what that answer had cost; null: not known
     */
    record Saved(Money saved) implements Charge {}

    /** The request may have arrived, but produced nothing that could be counted. */
    static Charge unknown() {
        return new Due(Optional.empty(), "");
    }
}
