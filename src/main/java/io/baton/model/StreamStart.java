package io.baton.model;

import java.time.Duration;

/** The result of a request at the commit point: the first real output. */
public sealed interface StreamStart {
    /** Output has begun; {@code stream} returns it from the first event on, and must be closed. */
    record Ready(ModelStream stream) implements StreamStart {}

    /**
     * The model is unavailable for a reason that may not apply to other models.
     *
     * @param outcome    the reason
     * @param charge     the basis of its cost
     * @param detail     for the ledger and the log: no key, no prompt, no upstream body
     * @param retryAfter how long the provider asks us to wait; null if it did not say
     */
    record Unavailable(Outcome outcome, Charge charge, String detail, Duration retryAfter) implements StreamStart {
        public Unavailable(Outcome outcome, Charge charge, String detail) {
            this(outcome, charge, detail, null);
        }
    }

    /**
     * The provider rejected a member of the request that only Baton has added. The next request to the same model is in
     * another form.
     *
     * @param detail as above
     */
    record Adapted(Charge charge, String detail) implements StreamStart {}

    /**
     * The provider rejected the request itself as invalid or forbidden.
     *
     * @param outcome {@link Outcome#REFUSED}, {@link Outcome#CONTENT_FILTER} or {@link Outcome#CONTEXT_TOO_LONG}
     * @param detail  as above
     */
    record Refused(Outcome outcome, Charge charge, String detail) implements StreamStart {}
}
