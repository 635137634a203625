package io.baton.ledger;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long the ledger is kept, under {@code baton.ledger.}. */
@ConfigProperties(prefix = "baton.ledger")
@Dependent
public class LedgerConfig {
    /** Whole months after their end; the roll-ups stay. Without a value for ever. */
    @ConfigProperty(name = "keep")
    @AllowedValues(from = "P93D", to = "P9000D")
    public Optional<Duration> keep;
}
