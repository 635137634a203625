package io.baton.provider.connection;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Declares the settings of a single provider's pool for validation. {@link PoolLimits} reads them by name. */
@Dependent
class OwnPoolConfig {
    @ConfigProperty(name = "provider-connections.<provider>.most")
    @AllowedValues(from = "1", to = "20000")
    int most;

    @ConfigProperty(name = "provider-connections.<provider>.warm")
    @AllowedValues(from = "0", to = "100")
    int warm;

    @ConfigProperty(name = "provider-connections.<provider>.idle")
    @AllowedValues(from = "PT1S", to = "PT1M")
    Duration idle;
}
