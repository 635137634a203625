package io.baton.alert.delivery;

import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How alerts are delivered, under {@code alerts.delivery.}. */
@ConfigProperties(prefix = "alerts.delivery")
@Dependent
public class DeliveryConfig {
    /** Hosts to which webhooks may also go by plain http, and at private addresses. */
    @ConfigProperty(name = "allowed-hosts")
    @AllowedValues(pattern = "[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]", description = "host names or addresses")
    public Optional<CommaSeparated> allowedHosts;

    /** How long a receiver may take, from the connection to the end of its reply. */
    @ConfigProperty(name = "timeout", defaultValue = "PT10S")
    @AllowedValues(from = "PT0.5S", to = "PT30S")
    public Duration timeout;

    /** Between two tries; the first is a second, and each failure doubles it up to this. */
    @ConfigProperty(name = "longest-pause", defaultValue = "PT5M")
    @AllowedValues(from = "PT1S", to = "PT1H")
    public Duration longestPause;

    /** How long a message that can't be delivered is tried; then it is given up. */
    @ConfigProperty(name = "kept", defaultValue = "P7D")
    @AllowedValues(from = "PT1M", to = "P90D")
    public Duration kept;
}
