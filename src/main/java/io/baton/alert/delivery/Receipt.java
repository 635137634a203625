package io.baton.alert.delivery;

import java.time.Duration;
import java.util.Optional;

/** What became of one try to deliver. */
sealed interface Receipt {
    /** The receiver has it. */
    record Delivered() implements Receipt {}

    /** The receiver will never take this message; the next one may be welcome. */
    record Refused(String reason) implements Receipt {}

    /**
     * To be tried again.
     *
     * @param after how long the receiver asks us to wait
     */
    record Failed(String reason, Optional<Duration> after) implements Receipt {
        Failed(String reason) {
            this(reason, Optional.empty());
        }
    }
}
