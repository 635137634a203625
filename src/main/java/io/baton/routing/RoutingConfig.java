package io.baton.routing;

import jakarta.enterprise.context.Dependent;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of routing, under {@code routing.}. */
@ConfigProperties(prefix = "routing")
@Dependent
public class RoutingConfig {
    /** How many requests may leave until one model speaks. */
    @ConfigProperty(name = "max-attempts", defaultValue = "3")
    public int maxAttempts;
}
