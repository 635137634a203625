package io.baton.model;

/** A vendor that serves models. One bean each. */
public interface Provider {
    /** The name by which the catalogue refers to it, such as {@code qwen}. */
    String name();

    /** Whether it can be asked at all: without a key it can't. */
    boolean isConfigured();

    /**
     * Asks, and blocks until the model really speaks or it is known that it will not: at most 30 s. To be called on a
     * virtual thread. Never throws for what a provider does; an interrupt of the calling thread ends it with
     * {@link Outcome#STOPPED} as {@link Opening.Unavailable}, and the thread's flag is clear then. An interrupt may get lost
     * where it meets the time-out or a retry, so a caller who stops must have noted that for itself.
     */
    Opening open(Model model, Prompt prompt);
}
