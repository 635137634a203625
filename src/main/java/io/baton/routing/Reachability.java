package io.baton.routing;

import io.baton.model.Model;
import io.baton.model.Outcome;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether this node can connect to a model. The cause may be local (DNS, firewall, certificates), so the state is never
 * shared with other nodes. One circuit breaker per model.
 */
final class Reachability {
    private final ModelHealthConfig config;
    private final Clock clock;
    private final Map<String, Breaker> models = new HashMap<>();

    Reachability(ModelHealthConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Milliseconds until the model may be tried again; 0 if it may be tried now. */
    synchronized long waitMillis(Model model) {
        return breaker(model).waitMillis(clock.millis());
    }

    /**
     * Asks for permission to send one request.
     *
     * @param forced also if the model is unreachable
     * @return the opening that the request probes, 0 for none; empty if it is not allowed
     */
    synchronized Optional<Long> request(Model model, boolean forced) {
        var now = clock.millis();
        var breaker = breaker(model);
        if (breaker.waitMillis(now) > 0 && !forced) {
            return Optional.empty();
        }
        breaker.onRequest(now);
        return Optional.of(breaker.opening());
    }

    synchronized void recordOutcome(Permit permit, Outcome outcome) {
        breaker(permit.model())
                .recordSignal(permit.reachabilityOpening(), HealthSignal.ofConnection(outcome), clock.millis());
    }

    /** Recent attempts without a connection. */
    synchronized int errors(Model model) {
        return breaker(model).errors(clock.millis());
    }

    synchronized void reset(Model model) {
        breaker(model).close();
    }

    private Breaker breaker(Model model) {
        return models.computeIfAbsent(model.id(), id -> new Breaker(config));
    }
}
