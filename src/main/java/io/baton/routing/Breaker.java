package io.baton.routing;

import java.time.Duration;

/**
 * A circuit breaker in this node's memory, by the rules of {@link ModelHealth}. Openings are numbered below zero, so that no probe
 * of here is taken for one of {@link RedisModelHealth}. For one thread at a time; times are epoch milliseconds.
 */
final class Breaker {
    static final Duration ERRORS_COUNT = Duration.ofMinutes(5);

    private final ModelHealthConfig config;
    private final EventWindow errors;
    private long opening;
    private long until;
    private long probe;
    private long cooldown;

    Breaker(ModelHealthConfig config) {
        this.config = config;
        this.errors = new EventWindow(config.modelErrorsPerFiveMinutes, ERRORS_COUNT);
    }

    /** Milliseconds until a request may go; 0: now. */
    long failing(long now) {
        return opening == 0 ? 0 : Math.max(0, Math.max(until - now, probe - now));
    }

    /** 0: it is closed. */
    long opening() {
        return opening;
    }

    int errors(long now) {
        return errors.size(now);
    }

    /** A request goes: while the breaker is open, as its probe. */
    void letThrough(long now) {
        if (opening != 0) {
            probe = now + config.modelProbeTime.toMillis();
        }
    }

    /** @param probing the opening that the request was to probe; 0: none */
    void learn(long probing, HealthSignal signal, long now) {
        var probed = probing != 0 && probing == opening;
        switch (signal) {
            case SUCCESS -> {
                if (probed) {
                    close();
                }
            }
            case NOTHING -> {
                if (probed) {
                    probe = 0;
                }
            }
            case FAILURE -> fail(probed, now);
        }
    }

    private void fail(boolean probed, long now) {
        errors.add(now);
        if (probed) {
            open(now, Math.min(2 * cooldown, config.modelLongestCooldown.toMillis()));
        } else if (opening == 0 && errors.size(now) >= config.modelErrorsPerFiveMinutes) {
            open(now, config.modelCooldown.toMillis());
        }
    }

    private void open(long now, long forMillis) {
        opening = Math.min(-now, opening - 1);
        until = Math.max(until, now + forMillis);
        cooldown = forMillis;
        probe = 0;
    }

    void close() {
        opening = 0;
        until = 0;
        probe = 0;
        cooldown = 0;
        errors.times().clear();
    }
}
