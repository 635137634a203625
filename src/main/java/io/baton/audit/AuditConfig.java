package io.baton.audit;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long audit records are kept, under {@code baton.audit.}. */
@ConfigProperties(prefix = "baton.audit")
@Dependent
public class AuditConfig {
    /** The database refuses to delete records that are younger than the least value. */
    @ConfigProperty(name = "keep", defaultValue = "P730D")
    @AllowedValues(from = "P90D", to = "P9000D")
    public Duration keep;
}
