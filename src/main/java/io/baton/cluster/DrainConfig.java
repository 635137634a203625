package io.baton.cluster;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How a node is drained before it stops, under {@code drain.}. */
@ConfigProperties(prefix = "drain")
@Dependent
public class DrainConfig {
    /** For so long new answers still begin: load balancers need the time to see that this node is not ready. */
    @ConfigProperty(name = "notice", defaultValue = "PT3S")
    @AllowedValues(from = "PT0S", to = "PT1M")
    public Duration notice;

    /** For so long running answers go on, the notice included; then other nodes continue them. */
    @ConfigProperty(name = "window", defaultValue = "PT20S")
    @AllowedValues(from = "PT0S", to = "PT1H")
    public Duration window;
}
