package io.baton.model;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The journal of one answer's attempts. Routing writes to it; the ledger is made from it. */
public interface Attempts {
    /**
     * Records that a request is about to leave. It has been recorded durably when this returns.
     *
     * @param request what it asks with
     * @return the attempt's id; empty: the budget has no room for this model, so it must not be asked
     * @throws InterruptedException where the answer was stopped before it was recorded; then no request may leave
     * @throws RuntimeException where it can't be recorded; then no request may leave
     */
    Optional<UUID> begin(Model model, Prompt request) throws InterruptedException;

    /**
     * Says how it ended.
     *
     * @param charge      what has to be paid for it
     * @param firstOutput time from the request to the first output; null where there was none
     * @param detail      what went wrong, for the ledger; null where nothing did
     */
    void end(UUID attempt, Outcome outcome, Charge charge, Duration firstOutput, String detail);
}
