package io.baton.routing;

import io.baton.http.Version;
import io.baton.model.Model;
import io.baton.model.Outcome;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Whether a model may be asked now, for all nodes. Depends on the rate limits of the model and its provider, the
 * model's circuit breaker, a pause requested by the provider, and an admin's decision.
 *
 * <p>The breaker opens after too many failures within five minutes. After a cooldown it allows one probe at a time:
 * success closes it, failure reopens it for twice as long. A request that began before the opening can't close it, and
 * a cooldown is never shortened. Without Redis each node decides by its own data. Whether this node can connect to the
 * model is handled by {@link Reachability} and not shared.
 */
@ApplicationScoped
public class ModelHealth {
    @Inject
    RedisModelHealth shared;

    @Inject
    DisabledModels disabledModels;

    @Inject
    Clock clock;

    @Inject
    RateLimits rates;

    @Inject
    @ConfigProperties
    ModelHealthConfig config;

    private LocalModelHealth local;
    private Reachability reachability;

    /** The health of a model; {@code retryAfter} is the time until it may change. */
    public sealed interface Verdict {
        /** The model may be asked. */
        record Available() implements Verdict {}

        /** The rate limit of the model or its provider is reached. */
        record Busy(Duration retryAfter) implements Verdict {}

        /** The circuit breaker is open. */
        record Failing(Duration retryAfter) implements Verdict {}

        /** This node can't connect to it. */
        record Unreachable(Duration retryAfter) implements Verdict {}

        /** Its provider asked us to wait. */
        record Paused(Duration retryAfter) implements Verdict {}

        /** An admin disabled it; empty if until further notice. */
        record Disabled(Optional<Duration> retryAfter) implements Verdict {}
    }

    /** The name of a verdict in metrics. */
    public enum State {
        AVAILABLE,
        BUSY,
        FAILING,
        UNREACHABLE,
        PAUSED,
        DISABLED
    }

    /**
     * The verdict with its data: requests in the last minute; errors in the last five minutes, including failed
     * connections of this node.
     */
    public record View(Verdict verdict, long requests, long errors) {
        public State state() {
            return switch (verdict) {
                case Verdict.Available available -> State.AVAILABLE;
                case Verdict.Busy busy -> State.BUSY;
                case Verdict.Failing failing -> State.FAILING;
                case Verdict.Unreachable unreachable -> State.UNREACHABLE;
                case Verdict.Paused paused -> State.PAUSED;
                case Verdict.Disabled disabled -> State.DISABLED;
            };
        }
    }

    @PostConstruct
    void begin() {
        local = new LocalModelHealth(config, rates, clock);
        reachability = new Reachability(config, clock);
    }

    /** Asks for permission to send one request, which is counted if it is allowed. */
    Optional<Permit> request(Model model) {
        return request(model, HealthReading.Mode.REQUEST);
    }

    /** The same even if the model is failing or paused: the last resort. */
    Optional<Permit> forceRequest(Model model) {
        return request(model, HealthReading.Mode.FORCED_REQUEST);
    }

    private Optional<Permit> request(Model model, HealthReading.Mode mode) {
        var forced = mode == HealthReading.Mode.FORCED_REQUEST;
        var connection = disabled(model).isPresent() ? Optional.<Long>empty() : reachability.request(model, forced);
        if (connection.isEmpty()) {
            return Optional.empty();
        }
        var reading = read(model, mode);
        var permit = new Permit(model, reading.opening(), connection.get());
        if (forced ? reading.busy() == 0 : reading.isAvailable()) {
            return Optional.of(permit);
        }
        reachability.recordOutcome(permit, Outcome.STOPPED); // not sent, so another request may probe
        return Optional.empty();
    }

    /** Removes the newest request from what is counted. */
    void uncount(Model model) {
        if (!shared.uncount(model)) {
            local.uncount(model);
        }
    }

    /** The health of a model, without sending a request. */
    public View of(Model model) {
        var reading = read(model, HealthReading.Mode.PEEK);
        return new View(
                disabled(model)
                        .<Verdict>map(verdict -> verdict)
                        .orElseGet(() -> verdict(reading, reachability.waitMillis(model))),
                reading.requests(),
                reading.errors() + reachability.errors(model));
    }

    /** Whether this node can't connect to the model. */
    public boolean isUnreachable(Model model) {
        return reachability.waitMillis(model) > 0;
    }

    /**
     * Records the outcome of a request.
     *
     * @param pause how long the provider asks us to wait; null if it did not say
     */
    void recordOutcome(Permit permit, Outcome outcome, Duration pause) {
        reachability.recordOutcome(permit, outcome);
        var signal = HealthSignal.of(outcome);
        var relevant = signal == HealthSignal.FAILURE || permit.isProbe();
        var requestedPause = pause == null ? Duration.ZERO : pause;
        if (relevant && !shared.recordSignal(permit, signal, requestedPause)) {
            local.recordSignal(permit, signal, requestedPause);
        }
    }

    /**
     * Disables a model until an instant, or until it is enabled if null; in effect at once on this node, within seconds on
     * others.
     *
     * @param ifMatch the version that the admin has read; null: any
     */
    public void disable(Model model, Instant until, String by, String ifMatch) {
        disabledModels.disable(model.id(), until, by, ifMatch);
    }

    /** Of what an admin has decided about the model. */
    public Version version(Model model) {
        return disabledModels.version(model.id());
    }

    /** Makes a model available again after an admin, failures or its provider had stopped it. Rate limits still apply. */
    public void enable(Model model, String ifMatch) {
        disabledModels.enable(model.id(), ifMatch);
        shared.reset(model);
        local.reset(model);
        reachability.reset(model);
    }

    private HealthReading read(Model model, HealthReading.Mode mode) {
        return shared.read(model, mode).orElseGet(() -> local.read(model, mode));
    }

    private Optional<Verdict.Disabled> disabled(Model model) {
        return disabledModels
                .of(model.id())
                .map(entry ->
                        new Verdict.Disabled(entry.until().map(until -> Duration.between(clock.instant(), until))));
    }

    private static Verdict verdict(HealthReading reading, long unreachable) {
        if (reading.busy() > 0) {
            return new Verdict.Busy(Duration.ofMillis(reading.busy()));
        }
        if (reading.failing() > 0) {
            return new Verdict.Failing(Duration.ofMillis(reading.failing()));
        }
        if (unreachable > 0) {
            return new Verdict.Unreachable(Duration.ofMillis(unreachable));
        }
        return reading.paused() > 0 ? new Verdict.Paused(Duration.ofMillis(reading.paused())) : new Verdict.Available();
    }
}
