package io.baton.warmup;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The warm-up, under {@code warm-up.}. */
@ConfigProperties(prefix = "warm-up")
@Dependent
public class WarmUpConfig {
    /** How often the way of a question is gone before the node is ready; 0: never. */
    @ConfigProperty(name = "rounds", defaultValue = "20")
    @AllowedValues(from = "0", to = "1000")
    public int rounds;
}
