package io.baton.routing;

import java.time.Duration;

/**
 * A circuit breaker in this node's memory, with the rules of {@link ModelHealth}. Its opening numbers are negative, so
 * that they never match those of {@link RedisModelHealth}. Not thread-safe; times are epoch milliseconds.
 */
final class Breaker {
    static final Duration ERROR_WINDOW = Duration.ofMinutes(5);

    private final ModelHealthConfig config;
    private final EventWindow errors;
    private long opening;
    private long until;
    private long probe;
    private long cooldown;

    Breaker(ModelHealthConfig config) {
        this.config = config;
        this.errors = new EventWindow(config.modelErrorsPerFiveMinutes, ERROR_WINDOW);
    }

    /** Milliseconds until a request is allowed; 0 if it is allowed now. */
    long waitMillis(long now) {
        return opening == 0 ? 0 : Math.max(0, Math.max(until - now, probe - now));
    }

    /** Identifies the current opening; 0 if closed. */
    long opening() {
        return opening;
    }

    int errors(long now) {
        return errors.size(now);
    }

    /** A request is sent; while the breaker is open it is the probe. */
    void onRequest(long now) {
        if (opening != 0) {
            probe = now + config.modelProbeTime.toMillis();
        }
    }

    /** @param probing the opening that the request probed; 0 if it was no probe */
    void recordSignal(long probing, HealthSignal signal, long now) {
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
