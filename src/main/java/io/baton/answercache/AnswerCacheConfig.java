package io.baton.answercache;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of the answer cache, under {@code answer-cache.}. */
@ConfigProperties(prefix = "answer-cache")
@Dependent
public class AnswerCacheConfig {
    /** Whether answers are given again at all. */
    @ConfigProperty(name = "enabled", defaultValue = "true")
    public boolean enabled;

    /** An answer that nobody asks for again is forgotten after this time. */
    @ConfigProperty(name = "idle", defaultValue = "PT1H")
    @AllowedValues(from = "PT1S", to = "P7D")
    public Duration idle;

    /** No answer is given again that is older, however often it is asked for. */
    @ConfigProperty(name = "oldest", defaultValue = "P1D")
    @AllowedValues(from = "PT1S", to = "P30D")
    public Duration oldest;
}
