package io.baton.routing;

import io.baton.model.Model;

/**
 * Leave to send one request to a model; the request is counted.
 *
 * @param opening when the breaker that the request is to probe has opened, in epoch milliseconds; 0: it is no probe
 */
public record Permit(Model model, long opening) {
    boolean isProbe() {
        return opening != 0;
    }
}
