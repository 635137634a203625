package io.baton.routing;

import io.baton.model.Model;
import io.baton.model.Outcome;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether this node gets a connection to a model at all. A node that does not may be the only one (its name service, its
 * firewall, its certificates), so that it concerns no other node and is always kept here, with a breaker for each model.
 */
final class Reachability {
    private final ModelHealthConfig config;
    private final Clock clock;
    private final Map<String, Breaker> models = new HashMap<>();

    Reachability(ModelHealthConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Milliseconds until the model may be tried again; 0: nothing speaks against it. */
    synchronized long unreachable(Model model) {
        return breaker(model).failing(clock.millis());
    }

    /**
     * Asks for one request.
     *
     * @param inSpite also where it is out of reach
     * @return the opening that it is to probe, 0: none; empty: it must not go
     */
    synchronized Optional<Long> request(Model model, boolean inSpite) {
        var now = clock.millis();
        var breaker = breaker(model);
        if (breaker.failing(now) > 0 && !inSpite) {
            return Optional.empty();
        }
        breaker.letThrough(now);
        return Optional.of(breaker.opening());
    }

    synchronized void learn(Permit permit, Outcome outcome) {
        breaker(permit.model()).learn(permit.reachabilityOpening(), HealthSignal.ofReach(outcome), clock.millis());
    }

    /** Attempts of late that got no connection. */
    synchronized int errors(Model model) {
        return breaker(model).errors(clock.millis());
    }

    synchronized void forgive(Model model) {
        breaker(model).close();
    }

    private Breaker breaker(Model model) {
        return models.computeIfAbsent(model.id(), id -> new Breaker(config));
    }
}
