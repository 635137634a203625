package io.baton.routing;

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
 * Whether a model may be asked now, over all nodes: by the requests that its provider and it had within the last minute, by
 * its breaker, by its provider's wish, and by an admin's hand.
 *
 * <p>The breaker opens when a model failed too often within five minutes. After a cooldown one request at a time probes it:
 * its end in order closes the breaker; its failure opens it anew for twice as long. Who began before an opening can't close it,
 * and no cooldown shortens a longer one. With Redis away this node judges by itself. Whether this node gets a connection to the
 * model is its own matter ({@link Reachability}) and says nothing to others.
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

    /** How a model stands; {@code again}: how long until that may change. */
    public sealed interface Verdict {
        /** It may be asked. */
        record Open() implements Verdict {}

        /** It or its provider had too many requests. */
        record Busy(Duration again) implements Verdict {}

        /** It failed too often. */
        record Failing(Duration again) implements Verdict {}

        /** This node does not get a connection to it. */
        record Unreachable(Duration again) implements Verdict {}

        /** Its provider wants to be left alone. */
        record Paused(Duration again) implements Verdict {}

        /** An admin closed it; empty: until an admin opens it. */
        record Closed(Optional<Duration> again) implements Verdict {}
    }

    /**
     * The verdict and the numbers behind it: requests within the last minute; errors within the last five, those of this node's
     * connection to it included.
     */
    public record View(Verdict verdict, long requests, long errors) {}

    @PostConstruct
    void begin() {
        local = new LocalModelHealth(config, rates, clock);
        reachability = new Reachability(config, clock);
    }

    /** Asks for one request to the model, and counts it where it is granted; empty: it is not. */
    Optional<Permit> request(Model model) {
        return request(model, HealthReading.How.REQUEST);
    }

    /** The same, though it fails or is paused: for when no other is left. */
    Optional<Permit> requestInSpite(Model model) {
        return request(model, HealthReading.How.IN_SPITE);
    }

    private Optional<Permit> request(Model model, HealthReading.How how) {
        var inSpite = how == HealthReading.How.IN_SPITE;
        var reached = closed(model).isPresent() ? Optional.<Long>empty() : reachability.request(model, inSpite);
        if (reached.isEmpty()) {
            return Optional.empty();
        }
        var reading = read(model, how);
        var permit = new Permit(model, reading.opening(), reached.get());
        if (inSpite ? reading.busy() == 0 : reading.isOpen()) {
            return Optional.of(permit);
        }
        reachability.learn(permit, Outcome.STOPPED); // it does not go, so another one may
        return Optional.empty();
    }

    /** How it stands, without asking for a request. */
    public View of(Model model) {
        var reading = read(model, HealthReading.How.PEEK);
        return new View(
                closed(model)
                        .<Verdict>map(verdict -> verdict)
                        .orElseGet(() -> verdict(reading, reachability.unreachable(model))),
                reading.requests(),
                reading.errors() + reachability.errors(model));
    }

    /** Whether this node does not get a connection to it, whatever the provider does for others. */
    public boolean isOutOfReach(Model model) {
        return reachability.unreachable(model) > 0;
    }

    /**
     * Learns how a request to the model ended.
     *
     * @param pause how long its provider wants not to be asked; null: it did not say
     */
    void learn(Permit permit, Outcome outcome, Duration pause) {
        reachability.learn(permit, outcome);
        var signal = HealthSignal.of(outcome);
        var matters = signal == HealthSignal.FAILURE || permit.isProbe();
        var wish = pause == null ? Duration.ZERO : pause;
        if (matters && !shared.learn(permit, signal, wish)) {
            local.learn(permit, signal, wish);
        }
    }

    /** Closes a model until an instant, null: until it is opened; in force here at once, on other nodes within seconds. */
    public void close(Model model, Instant until, String by) {
        disabledModels.close(model.id(), until, by);
    }

    /** Opens a model, whatever had closed it: an admin, failures or its provider's wish. Limits stay. */
    public void open(Model model) {
        disabledModels.open(model.id());
        shared.forgive(model);
        local.forgive(model);
        reachability.forgive(model);
    }

    private HealthReading read(Model model, HealthReading.How how) {
        return shared.ask(model, how).orElseGet(() -> local.ask(model, how));
    }

    private Optional<Verdict.Closed> closed(Model model) {
        return disabledModels
                .of(model.id())
                .map(closure ->
                        new Verdict.Closed(closure.until().map(until -> Duration.between(clock.instant(), until))));
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
        return reading.paused() > 0 ? new Verdict.Paused(Duration.ofMillis(reading.paused())) : new Verdict.Open();
    }
}
