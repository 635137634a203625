package io.baton.routing;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits of providers and models, under {@code limits.}. */
@ConfigProperties(prefix = "limits")
@Dependent
public class ModelHealthConfig {
    /** Requests to one provider within any 60 s. */
    @ConfigProperty(name = "provider-requests-per-minute", defaultValue = "60")
    @AllowedValues(from = "1", to = "1000000")
    public int providerRequestsPerMinute;

    /** Requests to one model within any 60 s. */
    @ConfigProperty(name = "model-requests-per-minute", defaultValue = "100")
    @AllowedValues(from = "1", to = "1000000")
    public int modelRequestsPerMinute;

    /** Failures of one model within five minutes that open its circuit breaker. */
    @ConfigProperty(name = "model-errors-per-five-minutes", defaultValue = "10")
    @AllowedValues(from = "1", to = "1000000")
    public int modelErrorsPerFiveMinutes;

    /** How long the circuit breaker stays open before the first probe. */
    @ConfigProperty(name = "model-cooldown", defaultValue = "PT30S")
    @AllowedValues(from = "PT1S", to = "P1D")
    public Duration modelCooldown;

    /** The maximum cooldown; each failed probe doubles it up to this. */
    @ConfigProperty(name = "model-longest-cooldown", defaultValue = "PT5M")
    @AllowedValues(from = "PT1S", to = "P1D")
    public Duration modelLongestCooldown;

    /** How long to wait for a probe before the next one is allowed. */
    @ConfigProperty(name = "model-probe-time", defaultValue = "PT60S")
    @AllowedValues(from = "PT1S", to = "PT1H")
    public Duration modelProbeTime;
}
