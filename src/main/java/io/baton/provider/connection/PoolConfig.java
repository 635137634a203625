package io.baton.provider.connection;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The pool of connections to each provider, under {@code provider-connections.}; {@link OwnPoolConfig} for a single one. */
@ConfigProperties(prefix = "provider-connections")
@Dependent
public class PoolConfig {
    /** The maximum of open connections, and so of simultaneous requests. */
    @ConfigProperty(name = "most", defaultValue = "2000")
    @AllowedValues(from = "1", to = "20000")
    public int most;

    /** How many free connections are kept open for the next requests; 0: none. */
    @ConfigProperty(name = "warm", defaultValue = "2")
    @AllowedValues(from = "0", to = "100")
    public int warm;

    /** How long a connection may be idle before it is closed; shorter than the provider allows. */
    @ConfigProperty(name = "idle", defaultValue = "PT50S")
    @AllowedValues(from = "PT1S", to = "PT1M")
    public Duration idle;

    /** How long a request waits for a free connection. */
    @ConfigProperty(name = "wait", defaultValue = "PT3S")
    @AllowedValues(from = "PT0.01S", to = "PT25S")
    public Duration waitTime;
}
