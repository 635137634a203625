package io.baton.login;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How often a password may be wrong and a session may begin, under {@code baton.sign-in.}. */
@ConfigProperties(prefix = "baton.sign-in")
@Dependent
public class SignInConfig {
    /** The time over which attempts count, and so the longest that anybody is kept out. */
    @ConfigProperty(name = "window", defaultValue = "PT5M")
    @AllowedValues(from = "PT1S", to = "PT1H")
    public Duration window;

    /** Of one name from one address, or from a browser in which that user has signed in before. */
    @ConfigProperty(name = "attempts", defaultValue = "5")
    @AllowedValues(from = "1", to = "100000")
    public int attempts;

    /** Of one name from everywhere. */
    @ConfigProperty(name = "attempts-per-name", defaultValue = "50")
    @AllowedValues(from = "1", to = "100000")
    public int attemptsPerName;

    /** Of all names from one address. */
    @ConfigProperty(name = "attempts-per-address", defaultValue = "50")
    @AllowedValues(from = "1", to = "100000")
    public int attemptsPerAddress;

    /**
     * Sessions that one user may begin with tokens of the external issuer within a minute. It is bounded, because each session that
     * was ended is remembered on all nodes for as long as its tokens would last.
     */
    @ConfigProperty(name = "sessions-per-minute", defaultValue = "30")
    @AllowedValues(from = "1", to = "100000")
    public int sessionsPerMinute;
}
