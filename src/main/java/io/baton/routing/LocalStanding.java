package io.baton.routing;

import io.baton.model.Model;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers behind each model's standing as this node alone has seen them, for while Redis is away; the same rules as in
 * {@link SharedStanding}. Openings are numbered below zero, so that no probe of here is taken for one of there.
 */
final class LocalStanding {
    static final Duration ERRORS_COUNT = Duration.ofMinutes(5);
    private static final Duration REQUESTS_COUNT = Duration.ofMinutes(1);

    private final StandingConfig config;
    private final Rates rates;
    private final Clock clock;
    private final Map<String, Window> providers = new HashMap<>();
    private final Map<String, Breaker> models = new HashMap<>();

    /** When something happened, oldest first; no more than {@code limit} of it. */
    private record Window(int limit, Duration length, Deque<Long> times) {
        Window(int limit, Duration length) {
            this(limit, length, new ArrayDeque<>());
        }

        int size(long now) {
            while (!times.isEmpty() && times.peekFirst() <= now - length.toMillis()) {
                times.removeFirst();
            }
            return times.size();
        }

        void add(long now) {
            times.addLast(now);
            if (times.size() > limit) {
                times.removeFirst();
            }
        }

        long untilRoom(long now) {
            return size(now) < limit ? 0 : times.peekFirst() + length.toMillis() - now;
        }
    }

    private static final class Breaker {
        final Window requests;
        final Window errors;
        long opening;
        long until;
        long probe;
        long pause;
        long cooldown;

        Breaker(int mostRequests, int mostErrors) {
            requests = new Window(mostRequests, REQUESTS_COUNT);
            errors = new Window(mostErrors, ERRORS_COUNT);
        }

        void close() {
            opening = 0;
            until = 0;
            probe = 0;
            cooldown = 0;
            errors.times().clear();
        }

        void open(long now, long forMillis) {
            opening = Math.min(-now, opening - 1);
            until = Math.max(until, now + forMillis);
            cooldown = forMillis;
            probe = 0;
        }
    }

    LocalStanding(StandingConfig config, Rates rates, Clock clock) {
        this.config = config;
        this.rates = rates;
        this.clock = clock;
    }

    synchronized Reading ask(Model model, Reading.How how) {
        var now = clock.millis();
        var breaker = breaker(model);
        var provider = providers.computeIfAbsent(
                model.provider(), name -> new Window(rates.ofProvider(model), REQUESTS_COUNT));
        var busy = Math.max(provider.untilRoom(now), breaker.requests.untilRoom(now));
        var failing = breaker.opening == 0 ? 0 : Math.max(0, Math.max(breaker.until - now, breaker.probe - now));
        var paused = Math.max(0, breaker.pause - now);
        var granted = busy == 0
                && switch (how) {
                    case PEEK -> false;
                    case REQUEST -> failing == 0 && paused == 0;
                    case IN_SPITE -> true;
                };
        if (granted) {
            provider.add(now);
            breaker.requests.add(now);
            if (breaker.opening != 0) {
                breaker.probe = now + config.modelProbeTime.toMillis();
            }
        }
        return new Reading(
                busy, failing, paused, breaker.opening, breaker.requests.size(now), breaker.errors.size(now));
    }

    synchronized void learn(Permit permit, Lesson lesson, Duration pause) {
        var breaker = breaker(permit.model());
        var probed = permit.isProbe() && permit.opening() == breaker.opening;
        switch (lesson) {
            case SUCCESS -> {
                if (probed) {
                    breaker.close();
                }
            }
            case NOTHING -> {
                if (probed) {
                    breaker.probe = 0;
                }
            }
            case FAILURE -> fail(breaker, probed, pause);
        }
    }

    private void fail(Breaker breaker, boolean probed, Duration pause) {
        var now = clock.millis();
        breaker.errors.add(now);
        if (probed) {
            breaker.open(now, Math.min(2 * breaker.cooldown, config.modelLongestCooldown.toMillis()));
        } else if (breaker.opening == 0 && breaker.errors.size(now) >= config.modelErrorsPerFiveMinutes) {
            breaker.open(now, config.modelCooldown.toMillis());
        }
        if (!pause.isZero()) {
            breaker.pause = Math.max(breaker.pause, now + pause.toMillis());
        }
    }

    synchronized void forgive(Model model) {
        var breaker = breaker(model);
        breaker.close();
        breaker.pause = 0;
    }

    private Breaker breaker(Model model) {
        return models.computeIfAbsent(
                model.id(), id -> new Breaker(rates.ofModel(model), config.modelErrorsPerFiveMinutes));
    }
}
