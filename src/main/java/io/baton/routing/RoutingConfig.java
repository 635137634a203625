package io.baton.routing;

import io.baton.model.Outcome;
import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of routing, under {@code routing.}. */
@ConfigProperties(prefix = "routing")
@Dependent
public class RoutingConfig {
    /** The maximum number of requests until a model answers: for the first, and again for each continuation. */
    @ConfigProperty(name = "max-attempts", defaultValue = "3")
    @AllowedValues(from = "1", to = "20")
    public int maxAttempts;

    /** How often another model may continue an interrupted answer. */
    @ConfigProperty(name = "max-continuations", defaultValue = "3")
    @AllowedValues(from = "0", to = "20")
    public int maxContinuations;

    /** The outcomes after which another model continues: codes of {@link Outcome}. */
    @ConfigProperty(name = "continue-after", defaultValue = "cut,stalled,malformed,in_band_error,too_slow")
    @AllowedValues(choices = {"cut", "stalled", "malformed", "in_band_error", "too_slow", "content_filter"})
    public CommaSeparated continueAfter;

    /** The time in which a model must reach the minimum pace after its first output. */
    @ConfigProperty(name = "pace-window", defaultValue = "PT10S")
    @AllowedValues(from = "PT1S", to = "PT10M")
    public Duration paceWindow;

    /** The minimum pace: UTF-16 characters per second, including reasoning; 0 for none. */
    @ConfigProperty(name = "pace-characters-per-second", defaultValue = "1")
    @AllowedValues(from = "0", to = "100000")
    public int paceCharactersPerSecond;
}
