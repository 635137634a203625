package io.baton.model;

/** A model's streaming reply. Only one thread may read; to abort a blocked read, interrupt that (virtual) thread. */
public interface ModelStream extends AutoCloseable {
    /**
     * Blocks until the next event.
     *
     * @throws Broken if the stream ended without {@link ModelEvent.End}
     * @throws InterruptedException if the reading thread was interrupted; its interrupt flag is clear then
     */
    ModelEvent next() throws InterruptedException;

    /** Closes the connection without reading the reply to its end. Idempotent. */
    @Override
    void close();

    /** The stream failed. Contains no upstream text. */
    final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Outcome outcome;

        public Broken(Outcome outcome, String detail) {
            super(detail);
            this.outcome = outcome;
        }

        public Outcome outcome() {
            return outcome;
        }
    }

    /** Text that was received first and discarded; the provider bills it nevertheless. */
    default String discardedText() {
        return "";
    }
}
