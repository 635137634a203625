package io.baton.routing;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What providers and models can bear, under {@code limits.}. */
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

    /** Failures of one model within any five minutes that close it. */
    @ConfigProperty(name = "model-errors-per-five-minutes", defaultValue = "10")
    @AllowedValues(from = "1", to = "1000000")
    public int modelErrorsPerFiveMinutes;

    /** How long a model that failed too often is not asked, before one request probes it. */
    @ConfigProperty(name = "model-cooldown", defaultValue = "PT30S")
    @AllowedValues(from = "PT1S", to = "P1D")
    public Duration modelCooldown;

    /** The longest such time; each probe that fails doubles it up to this. */
    @ConfigProperty(name = "model-longest-cooldown", defaultValue = "PT5M")
    @AllowedValues(from = "PT1S", to = "P1D")
    public Duration modelLongestCooldown;

    /** How long a probe is waited for before another one may go. */
    @ConfigProperty(name = "model-probe-time", defaultValue = "PT60S")
    @AllowedValues(from = "PT1S", to = "PT1H")
    public Duration modelProbeTime;
}
