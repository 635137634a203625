package io.baton.routing;

import io.baton.model.Model;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Model health as seen by this node alone, used while Redis is unavailable; the same rules as {@link RedisModelHealth}.
 */
final class LocalModelHealth {
    private static final Duration REQUEST_WINDOW = Duration.ofMinutes(1);

    private final ModelHealthConfig config;
    private final RateLimits rates;
    private final Clock clock;
    private final Map<String, EventWindow> providers = new HashMap<>();
    private final Map<String, State> models = new HashMap<>();

    private static final class State {
        final EventWindow requests;
        final Breaker breaker;
        long pause;

        State(int maxRequests, ModelHealthConfig config) {
            requests = new EventWindow(maxRequests, REQUEST_WINDOW);
            breaker = new Breaker(config);
        }
    }

    LocalModelHealth(ModelHealthConfig config, RateLimits rates, Clock clock) {
        this.config = config;
        this.rates = rates;
        this.clock = clock;
    }

    synchronized HealthReading read(Model model, HealthReading.Mode mode) {
        var now = clock.millis();
        var state = state(model);
        var breaker = state.breaker;
        var provider = providers.computeIfAbsent(
                model.provider(), name -> new EventWindow(rates.ofProvider(model), REQUEST_WINDOW));
        var busy = Math.max(provider.untilRoom(now), state.requests.untilRoom(now));
        var failing = breaker.waitMillis(now);
        var paused = Math.max(0, state.pause - now);
        var granted = busy == 0
                && switch (mode) {
                    case PEEK -> false;
                    case REQUEST -> failing == 0 && paused == 0;
                    case FORCED_REQUEST -> true;
                };
        if (granted) {
            provider.add(now);
            state.requests.add(now);
            breaker.onRequest(now);
        }
        return new HealthReading(
                busy, failing, paused, breaker.opening(), state.requests.size(now), breaker.errors(now));
    }

    synchronized void recordSignal(Permit permit, HealthSignal signal, Duration pause) {
        var now = clock.millis();
        var state = state(permit.model());
        state.breaker.recordSignal(permit.opening(), signal, now);
        if (signal == HealthSignal.FAILURE && !pause.isZero()) {
            state.pause = Math.max(state.pause, now + pause.toMillis());
        }
    }

    synchronized void uncount(Model model) {
        Optional.ofNullable(providers.get(model.provider())).ifPresent(EventWindow::removeNewest);
        state(model).requests.removeNewest();
    }

    synchronized void reset(Model model) {
        var state = state(model);
        state.breaker.close();
        state.pause = 0;
    }

    private State state(Model model) {
        return models.computeIfAbsent(model.id(), id -> new State(rates.ofModel(model), config));
    }
}
