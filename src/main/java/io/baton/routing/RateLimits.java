package io.baton.routing;

import io.baton.model.Model;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * The requests per 60 s that a provider or model may get: the setting {@code limits.<provider>.requests-per-minute} or
 * {@code models.<id>.requests-per-minute}, otherwise the common limit.
 */
@ApplicationScoped
class RateLimits {
    @Inject
    Config settings;

    @Inject
    @ConfigProperties
    ModelHealthConfig all;

    int ofProvider(Model model) {
        return rate("limits." + model.provider() + ".requests-per-minute", all.providerRequestsPerMinute);
    }

    int ofModel(Model model) {
        return rate("models." + model.id() + ".requests-per-minute", all.modelRequestsPerMinute);
    }

    private int rate(String own, int others) {
        return settings.getOptionalValue(own, Integer.class).orElse(others);
    }
}
