package io.baton.security;

import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import io.baton.token.RoleMapping;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How users sign in, for how long, and from where. */
@Dependent
public class SecurityConfig {
    /** Whether users of the server's own registry may sign in; for trying Baton, not for production. */
    @Inject
    @ConfigProperty(name = "baton.embedded-users", defaultValue = "false")
    public boolean embeddedUsers;

    /** Which groups of that registry are which roles; if empty, each role has its own name. */
    @Inject
    @ConfigProperty(name = "baton.group-roles")
    @AllowedValues(pattern = RoleMapping.NAME_PATTERN, description = RoleMapping.NAME_DESCRIPTION)
    public Optional<CommaSeparated> groupRoles = Optional.empty();

    /** The longest that a session, or a token from {@code POST /api/auth/token}, lasts. */
    @Inject
    @ConfigProperty(name = "baton.session-lifetime", defaultValue = "PT8H")
    @AllowedValues(from = "PT1M", to = "P90D")
    public Duration sessionLifetime = Duration.ofHours(8);

    /** The longest lifetime of the cookie that authenticates an {@code EventSource}. */
    @Inject
    @ConfigProperty(name = "baton.stream-cookie-lifetime", defaultValue = "PT10M")
    @AllowedValues(from = "PT10S", to = "P1D")
    Duration streamCookieLifetime = Duration.ofMinutes(10);

    /** Other origins whose pages may use Baton. */
    @Inject
    @ConfigProperty(name = "cors.allowed-origins")
    @AllowedValues(
            pattern = SameOriginFilter.ORIGIN,
            description = "an origin in lower case such as https://blog.example, without a path, and never *")
    Optional<CommaSeparated> allowedOrigins = Optional.empty();

    List<String> allowedOrigins() {
        return allowedOrigins.map(CommaSeparated::items).orElse(List.of());
    }
}
