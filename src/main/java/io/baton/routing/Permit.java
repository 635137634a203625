package io.baton.routing;

import io.baton.model.Model;

/**
 * Leave to send one request to a model; the request is counted.
 *
 * @param opening      when the model's breaker that the request is to probe has opened, in epoch milliseconds; 0: it is no probe
 * @param reachabilityOpening the same for the breaker of this node's connection to it ({@link Reachability})
 */
public record Permit(Model model, long opening, long reachabilityOpening) {
    /** It probes nothing. */
    public Permit(Model model) {
        this(model, 0, 0);
    }

    boolean isProbe() {
        return opening != 0;
    }
}
