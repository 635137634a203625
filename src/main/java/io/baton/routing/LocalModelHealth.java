package io.baton.routing;

import io.baton.model.Model;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers behind each model's standing as this node alone has seen them, for while Redis is away; the same rules as in
 * {@link RedisModelHealth}.
 */
final class LocalModelHealth {
    private static final Duration REQUESTS_COUNT = Duration.ofMinutes(1);

    private final ModelHealthConfig config;
    private final RateLimits rates;
    private final Clock clock;
    private final Map<String, EventWindow> providers = new HashMap<>();
    private final Map<String, Numbers> models = new HashMap<>();

    private static final class Numbers {
        final EventWindow requests;
        final Breaker breaker;
        long pause;

        Numbers(int mostRequests, ModelHealthConfig config) {
            requests = new EventWindow(mostRequests, REQUESTS_COUNT);
            breaker = new Breaker(config);
        }
    }

    LocalModelHealth(ModelHealthConfig config, RateLimits rates, Clock clock) {
        this.config = config;
        this.rates = rates;
        this.clock = clock;
    }

    synchronized HealthReading ask(Model model, HealthReading.How how) {
        var now = clock.millis();
        var numbers = numbers(model);
        var breaker = numbers.breaker;
        var provider = providers.computeIfAbsent(
                model.provider(), name -> new EventWindow(rates.ofProvider(model), REQUESTS_COUNT));
        var busy = Math.max(provider.untilRoom(now), numbers.requests.untilRoom(now));
        var failing = breaker.failing(now);
        var paused = Math.max(0, numbers.pause - now);
        var granted = busy == 0
                && switch (how) {
                    case PEEK -> false;
                    case REQUEST -> failing == 0 && paused == 0;
                    case IN_SPITE -> true;
                };
        if (granted) {
            provider.add(now);
            numbers.requests.add(now);
            breaker.letThrough(now);
        }
        return new HealthReading(
                busy, failing, paused, breaker.opening(), numbers.requests.size(now), breaker.errors(now));
    }

    synchronized void learn(Permit permit, HealthSignal signal, Duration pause) {
        var now = clock.millis();
        var numbers = numbers(permit.model());
        numbers.breaker.learn(permit.opening(), signal, now);
        if (signal == HealthSignal.FAILURE && !pause.isZero()) {
            numbers.pause = Math.max(numbers.pause, now + pause.toMillis());
        }
    }

    synchronized void forgive(Model model) {
        var numbers = numbers(model);
        numbers.breaker.close();
        numbers.pause = 0;
    }

    private Numbers numbers(Model model) {
        return models.computeIfAbsent(model.id(), id -> new Numbers(rates.ofModel(model), config));
    }
}
