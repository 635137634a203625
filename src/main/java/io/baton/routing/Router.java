package io.baton.routing;

import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.Provider;
import io.baton.platform.Problem;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Finds a model that answers: the asked one, or the next of the ring that can. */
@ApplicationScoped
public class Router {
    @Inject
    Catalog catalog;

    @Inject
    ModelHealth health;

    @Inject
    RateLimits rates;

    @Inject
    @ConfigProperties
    RoutingConfig config;

    @Inject
    @Any
    Instance<Provider> beans;

    private Map<String, Provider> providers;

    /** So that it is matched now, and what is wrong ends the start rather than the first question. */
    void begin(@Observes @Priority(2) Startup startup) {}

    @PostConstruct
    void match() {
        providers = catalog.models().stream()
                .map(Model::provider)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), this::serving));
    }

    private Provider serving(String name) {
        var serving = beans.stream().filter(provider -> provider.serves(name)).toList();
        if (serving.size() != 1) {
            throw new IllegalStateException(
                    (serving.isEmpty() ? "a model names a provider that there is not: " : "there are two providers ")
                            + name);
        }
        return serving.getFirst();
    }

    /** @throws Problem 413 where no model takes such a prompt, 503 where none that does has room at present */
    public void mustBeOpen(Model asked, Prompt prompt) {
        ring().mustHaveOne(asked, prompt);
    }

    /**
     * Chooses who is asked first, and counts the request.
     *
     * @throws Problem as above
     */
    public Permit first(Model asked, Prompt prompt) {
        return ring().first(asked, prompt);
    }

    /** Whether the model's provider has its key; without it the model is never asked. */
    public boolean isConfigured(Model model) {
        return providerOf(model).isConfigured();
    }

    private Ring ring() {
        return new Ring(catalog, this::isConfigured, health);
    }

    Provider providerOf(Model model) {
        return providers.get(model.provider());
    }

    int maxAttempts() {
        return config.maxAttempts;
    }

    int maxContinuations() {
        return config.maxContinuations;
    }

    boolean continuesAfter(Outcome outcome) {
        return config.continueAfter.items().contains(outcome.code());
    }

    PaceGuard paceGuard() {
        return new PaceGuard(config.paceWindow, config.paceCharactersPerSecond, System::nanoTime);
    }

    /** The next of the ring after {@code last} that may be asked, counted; empty: none. */
    Optional<Permit> after(Model last, Prompt prompt) {
        return ring().after(last, prompt);
    }

    /** The same, {@code last} first. */
    Optional<Permit> again(Model last, Prompt prompt) {
        return ring().again(last, prompt);
    }

    /** Takes back a permit whose request never left, so that another one may probe the model. */
    public void giveBack(Permit unused) {
        health.learn(unused, Outcome.STOPPED, null);
    }

    void learn(Permit permit, Outcome outcome, Duration again) {
        health.learn(permit, outcome, again);
    }
}
