package io.baton.routing;

import io.baton.model.Model;

/**
 * Permission to send one request to a model; the request is already counted.
 *
 * @param opening             the opening of the model's circuit breaker that the request probes, in epoch milliseconds;
 *                            0 for none
 * @param reachabilityOpening the same for this node's connection ({@link Reachability})
 */
public record Permit(Model model, long opening, long reachabilityOpening) {
    /** A permit that is no probe. */
    public Permit(Model model) {
        this(model, 0, 0);
    }

    boolean isProbe() {
        return opening != 0;
    }
}
