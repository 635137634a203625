package io.baton.routing;

import io.baton.model.Model;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers behind each model's standing as this node alone has seen them, for while Redis is away; the same rules as in
 * {@link SharedStanding}.
 */
final class LocalStanding {
    private static final Duration REQUESTS_COUNT = Duration.ofMinutes(1);

    private final StandingConfig config;
    private final Rates rates;
    private final Clock clock;
    private final Map<String, Window> providers = new HashMap<>();
    private final Map<String, Numbers> models = new HashMap<>();

    private static final class Numbers {
        final Window requests;
        final Breaker breaker;
        long pause;

        Numbers(int mostRequests, StandingConfig config) {
            requests = new Window(mostRequests, REQUESTS_COUNT);
            breaker = new Breaker(config);
        }
    }

    LocalStanding(StandingConfig config, Rates rates, Clock clock) {
        this.config = config;
        this.rates = rates;
        this.clock = clock;
    }

    synchronized Reading ask(Model model, Reading.How how) {
        var now = clock.millis();
        var numbers = numbers(model);
        var breaker = numbers.breaker;
        var provider = providers.computeIfAbsent(
                model.provider(), name -> new Window(rates.ofProvider(model), REQUESTS_COUNT));
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
        return new Reading(busy, failing, paused, breaker.opening(), numbers.requests.size(now), breaker.errors(now));
    }

    synchronized void learn(Permit permit, Lesson lesson, Duration pause) {
        var now = clock.millis();
        var numbers = numbers(permit.model());
        numbers.breaker.learn(permit.opening(), lesson, now);
        if (lesson == Lesson.FAILURE && !pause.isZero()) {
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
