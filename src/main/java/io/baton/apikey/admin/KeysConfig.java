package io.baton.apikey.admin;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of API keys, under {@code api-keys.}. */
@ConfigProperties(prefix = "api-keys")
@Dependent
public class KeysConfig {
    /** Valid API keys that one person may have. */
    @ConfigProperty(name = "most-per-person", defaultValue = "20")
    @AllowedValues(from = "0", to = "10000")
    public int mostPerPerson;

    /** How long the secret before stays valid when a key is rotated, unless the caller says so. */
    @ConfigProperty(name = "rotation-overlap", defaultValue = "P1D")
    @AllowedValues(from = "PT0S", to = "P90D")
    public Duration rotationOverlap;
}
