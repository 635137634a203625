package io.baton.model;

/** One that serves models: a bean for each vendor, and one for all servers that are only configured. */
public interface Provider {
    /** Whether it is meant where the catalogue names a provider so, such as {@code qwen}. */
    boolean serves(String provider);

    /** Whether it can be asked at all: a vendor can't without a key. */
    boolean isConfigured();

    /**
     * Asks, and blocks until the model really speaks or it is known that it will not: at most 30 s. To be called on a
     * virtual thread. Never throws for what a provider does; an interrupt of the calling thread ends it with
     * {@link Outcome#STOPPED} as {@link Opening.Unavailable}, and the thread's flag is clear then. An interrupt may get lost
     * where it meets the time-out or a retry, so a caller who stops must have noted that for itself.
     */
    Opening open(Model model, Prompt prompt);
}
