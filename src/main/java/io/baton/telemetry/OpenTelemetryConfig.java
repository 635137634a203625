package io.baton.telemetry;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.math.BigDecimal;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Declares those of OpenTelemetry's settings that are easily wrong, so that they are checked. OpenTelemetry itself reads them. */
@Dependent
class OpenTelemetryConfig {
    private static final String ADDRESS = "https?://[^\\s/?#]+(/[^\\s?#]*)?";

    @ConfigProperty(name = "otel.exporter.otlp.endpoint")
    @AllowedValues(pattern = ADDRESS, description = "an address such as http://localhost:4318")
    Optional<String> endpoint;

    @ConfigProperty(name = "otel.exporter.otlp.protocol")
    @AllowedValues(choices = {"http/protobuf"})
    Optional<String> protocol;

    @ConfigProperty(name = "otel.traces.sampler")
    @AllowedValues(
            choices = {
                "always_on",
                "always_off",
                "traceidratio",
                "parentbased_always_on",
                "parentbased_always_off",
                "parentbased_traceidratio"
            })
    Optional<String> sampler;

    @ConfigProperty(name = "otel.traces.sampler.arg")
    @AllowedValues(from = "0", to = "1")
    Optional<BigDecimal> samplerArgument;
}
