package io.baton.routing;

import jakarta.enterprise.context.Dependent;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What providers and models can bear, under {@code limits.}. */
@ConfigProperties(prefix = "limits")
@Dependent
public class StandingConfig {
    /** Requests to one provider within any 60 s. */
    @ConfigProperty(name = "provider-requests-per-minute", defaultValue = "60")
    public int providerRequestsPerMinute;

    /** Requests to one model within any 60 s. */
    @ConfigProperty(name = "model-requests-per-minute", defaultValue = "100")
    public int modelRequestsPerMinute;

    /** Failures of one model within any five minutes that close it. */
    @ConfigProperty(name = "model-errors-per-five-minutes", defaultValue = "10")
    public int modelErrorsPerFiveMinutes;
}
