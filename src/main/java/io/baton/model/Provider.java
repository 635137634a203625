package io.baton.model;

import java.util.Map;

/** A provider of models: one bean for each vendor, and one for all configured servers. */
public interface Provider {
    /** Whether it serves models whose {@code provider} in the catalogue is this name, such as {@code qwen}. */
    boolean serves(String provider);

    /** Whether it can be asked; a vendor needs a key. */
    boolean isConfigured();

    /**
     * A pool of connections to a provider.
     *
     * @param used    in use
     * @param idle    open and free
     * @param waiting requests that wait for one
     * @param most    the maximum of all connections
     * @param outage  why no connection can be made at the moment; null if one can, or none was tried
     */
    record Connections(int used, int idle, int waiting, int most, String outage) {}

    /** The connections to each provider that this bean serves, by its name in the catalogue. */
    Map<String, Connections> connections();

    /**
     * Sends the request and blocks until the first output or a failure, at most 30 s. Call it on a virtual thread.
     * Never throws for failures of a provider. An interrupt of the calling thread results in {@link
     * StreamStart.Unavailable} with {@link Outcome#STOPPED} and a clear interrupt flag; it may get lost if it coincides
     * with a time-out or a retry, so the caller must remember the stop itself.
     *
     * <p>The name of this method is a part of settings that users may have ({@code docs/models.md}).
     */
    StreamStart open(Model model, Prompt prompt);
}
