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
    /** How many requests may leave until a model speaks: at first, and again for each continuation. */
    @ConfigProperty(name = "max-attempts", defaultValue = "3")
    @AllowedValues(from = "1", to = "20")
    public int maxAttempts;

    /** How often another model may go on with an answer that broke off. */
    @ConfigProperty(name = "max-continuations", defaultValue = "3")
    @AllowedValues(from = "0", to = "20")
    public int maxContinuations;

    /** After which outcomes another model goes on in mid-answer: codes of {@link Outcome}. */
    @ConfigProperty(name = "continue-after", defaultValue = "cut,stalled,malformed,in_band_error,too_slow")
    @AllowedValues(words = {"cut", "stalled", "malformed", "in_band_error", "too_slow", "content_filter"})
    public CommaSeparated continueAfter;

    /** The time over which a model that has begun to speak must keep the pace. */
    @ConfigProperty(name = "pace-window", defaultValue = "PT10S")
    @AllowedValues(from = "PT1S", to = "PT10M")
    public Duration paceWindow;

    /** The pace: UTF-16 characters a second, reasoning included; 0: any will do. */
    @ConfigProperty(name = "pace-characters-per-second", defaultValue = "1")
    @AllowedValues(from = "0", to = "100000")
    public int paceCharactersPerSecond;
}
