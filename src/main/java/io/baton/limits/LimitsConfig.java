package io.baton.limits;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits of a user, under {@code limits.}; those of models and providers are in {@code ModelHealthConfig}. */
@ConfigProperties(prefix = "limits")
@Dependent
public class LimitsConfig {
    /** New questions of one user within any 60 s. */
    @ConfigProperty(name = "user-requests-per-minute", defaultValue = "60")
    @AllowedValues(from = "1", to = "1000000")
    public int userRequestsPerMinute;

    /** Answers of one user that may run at the same time. */
    @ConfigProperty(name = "user-simultaneous-answers", defaultValue = "5")
    @AllowedValues(from = "1", to = "1000000")
    public int userSimultaneousAnswers;

    /** Event streams that one user may have open on one node. */
    @ConfigProperty(name = "user-simultaneous-readers", defaultValue = "32")
    @AllowedValues(from = "1", to = "1000000")
    public int userSimultaneousReaders;
}
