package io.baton.model;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Records the attempts of one answer. Routing calls it; the ledger is built from it. */
public interface Attempts {
    /**
     * Records that a request is about to be sent; the record is durable when this returns.
     *
     * @param request the prompt of this attempt
     * @return the attempt's id; empty if the budget does not allow this model, so it must not be asked
     * @throws InterruptedException if the answer was stopped before the record was written; then no request may be sent
     * @throws RuntimeException if the record can't be written; then no request may be sent
     */
    Optional<UUID> begin(Model model, Prompt request) throws InterruptedException;

    /**
     * Records how an attempt ended.
     *
     * @param charge      the basis of its cost
     * @param firstOutput time from the request to the first output; null if there was none
     * @param finishReason the provider's own word, for the ledger; null if it gave none
     * @param detail      the error, for the ledger; null if there was none
     */
    void end(UUID attempt, Outcome outcome, Charge charge, Duration firstOutput, String finishReason, String detail);
}
