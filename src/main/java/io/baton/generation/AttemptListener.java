package io.baton.generation;

import io.baton.ledger.Settlement;
import io.baton.model.Model;
import java.time.Instant;
import java.util.UUID;

/** Is told about the attempts of one answer, on its thread. */
@FunctionalInterface
interface AttemptListener {
    /** An attempt is recorded, and its request is about to be sent. */
    default void began(UUID attempt, Model model, Instant at) {}

    /** An attempt has ended. Its tokens may not be counted yet. */
    void ended(Settlement attempt);
}
