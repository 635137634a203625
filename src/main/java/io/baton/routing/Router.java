package io.baton.routing;

import io.baton.catalog.Catalog;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Chooses the model for a request: the requested one, or the next in failover order. */
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

    /** Creates this bean at start, so that an invalid catalogue aborts the start and not the first question. */
    void begin(@Observes @Priority(2) Startup startup) {}

    @PostConstruct
    void assignProviders() {
        providers = catalog.models().stream()
                .map(Model::provider)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), this::findProvider));
    }

    private Provider findProvider(String name) {
        var findProvider =
                beans.stream().filter(provider -> provider.serves(name)).toList();
        if (findProvider.size() != 1) {
            throw new IllegalStateException(
                    (findProvider.isEmpty() ? "a model names an unknown provider: " : "there are two providers ")
                            + name);
        }
        return findProvider.getFirst();
    }

    /** @throws Problem 413 if the prompt is too long for all models, 503 if none of the others may be asked now */
    public void requireAvailable(Model asked, Prompt prompt) {
        failoverOrder().requireAvailable(asked, prompt);
    }

    /**
     * Chooses the first model and counts the request.
     *
     * @throws Problem as above
     */
    public Permit first(Model asked, Prompt prompt) {
        return failoverOrder().first(asked, prompt);
    }

    /** Whether the model's provider has its key; otherwise the model is never asked. */
    public boolean isConfigured(Model model) {
        return providerOf(model).isConfigured();
    }

    private FailoverOrder failoverOrder() {
        return new FailoverOrder(catalog, this::isConfigured, health);
    }

    Provider providerOf(Model model) {
        return providers.get(model.provider());
    }

    int maxAttempts() {
        return config.maxAttempts;
    }

    /** The connections to each provider in use, by its name. */
    public Map<String, Provider.Connections> connections() {
        var all = new TreeMap<String, Provider.Connections>();
        Set.copyOf(providers.values()).forEach(bean -> all.putAll(bean.connections()));
        all.keySet().retainAll(providers.keySet());
        return all;
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

    /** The next model after {@code last} that may be asked, counted; empty if there is none. */
    Optional<Permit> after(Model last, Prompt prompt) {
        return failoverOrder().after(last, prompt);
    }

    /** The same, beginning with {@code last}. */
    Optional<Permit> startingWith(Model last, Prompt prompt) {
        return failoverOrder().startingWith(last, prompt);
    }

    /** Takes a permit back as if it had never been given: its request is not counted either. */
    public void withdraw(Permit unused) {
        release(unused);
        health.uncount(unused.model());
    }

    /** Releases a permit whose request was not sent, so that another one may probe the model. */
    void release(Permit unused) {
        health.recordOutcome(unused, Outcome.STOPPED, null);
    }

    void recordOutcome(Permit permit, Outcome outcome, Duration pause) {
        health.recordOutcome(permit, outcome, pause);
    }
}
