package io.baton.telemetry;

import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether answers are traced. All further settings are OpenTelemetry's own, such as {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
@Dependent
class TracingConfig {
    @Inject
    @ConfigProperty(name = "otel.sdk.disabled", defaultValue = "true")
    boolean disabled;

    /** The providers that get the trace context of our requests, in the header {@code traceparent}. */
    @Inject
    @ConfigProperty(name = "tracing.providers")
    @AllowedValues(pattern = "[a-z0-9][a-z0-9-]*", description = "a provider's name in the catalogue")
    Optional<CommaSeparated> providers;
}
