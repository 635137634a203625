package io.baton.model;

/**
 * A model that speaks. One thread reads; to stop a blocked read from elsewhere, interrupt that (virtual) thread.
 */
public interface ModelStream extends AutoCloseable {
    /**
     * Blocks until the next event.
     *
     * @throws Broken where the stream ended in any other way than {@link ModelEvent.End}
     * @throws InterruptedException where the reading thread was interrupted; the thread's flag is clear then
     */
    ModelEvent next() throws InterruptedException;

    /** Hangs up: the provider sees its connection closed, and is not read to its end. Repeats do nothing. */
    @Override
    void close();

    /** The stream broke. Carries no upstream text. */
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

    /** Text that came before all that was given, and was not given; the provider bills it nevertheless. */
    default String takenAway() {
        return "";
    }
}
