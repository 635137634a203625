package io.baton.model;

import java.time.Duration;

/** What asking a provider came to, at the commit point: the moment of the first real output. */
public sealed interface Opening {
    /** The model has begun to speak; {@code stream} yields from the first output on, and must be closed. */
    record Ready(ModelStream stream) implements Opening {}

    /**
     * It can't be had now, for a reason that another model may not share.
     *
     * @param outcome why
     * @param charge  what has to be paid for it
     * @param detail  for the ledger and our own log: no key, no prompt, no upstream body
     * @param again   how long the provider wants not to be asked; null: it did not say
     */
    record Unavailable(Outcome outcome, Charge charge, String detail, Duration again) implements Opening {
        public Unavailable(Outcome outcome, Charge charge, String detail) {
            this(outcome, charge, detail, null);
        }
    }

    /**
     * The provider holds the request itself to be wrong or forbidden.
     *
     * @param outcome {@link Outcome#REFUSED} or {@link Outcome#CONTENT_FILTER}
     * @param detail  as above
     */
    record Refused(Outcome outcome, Charge charge, String detail) implements Opening {}
}
