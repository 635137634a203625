package io.baton.answerlog;

/** The result of appending a batch to a log in Redis. */
public sealed interface Receipt {
    /** The log has this many frames now; if fewer than the batch's last number, earlier frames were missing. */
    record Has(int frames) implements Receipt {}

    /** The log is missing, or of an older epoch. */
    record Missing() implements Receipt {}

    /** A newer epoch owns the answer. */
    record Sealed() implements Receipt {}

    /** @param reply of the script: the number of frames, -1 for a sealed log, -2 for a missing one */
    static Receipt of(long reply) {
        return switch ((int) reply) {
            case -1 -> new Sealed();
            case -2 -> new Missing();
            default -> new Has((int) reply);
        };
    }
}
