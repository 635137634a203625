package io.baton.security;

import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which tokens are accepted, and how long they are valid. */
@Dependent
public class SecurityConfig {
    /** The PKCS12 key store whose key signs our own tokens: the one the server uses for TLS, the same on all nodes. */
    @Inject
    @ConfigProperty(name = "baton.key-store.location")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a PKCS12 file")
    String keyStoreLocation;

    /** Opens that key store and its key; only from the environment. */
    @Inject
    @ConfigProperty(name = "baton.key-store.password")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "what opens the key store", secret = true)
    String keyStorePassword;

    /** Whether users of the server's own registry may sign in; for trying Baton, not for production. */
    @Inject
    @ConfigProperty(name = "baton.embedded-users", defaultValue = "false")
    public boolean embeddedUsers;

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

    /** The external issuer, exactly as in its tokens; without it no external token is accepted. */
    @Inject
    @ConfigProperty(name = "mp.jwt.verify.issuer")
    @AllowedValues(pattern = "\\S+", description = "a name without blanks")
    Optional<String> issuer = Optional.empty();

    /** The external issuer's keys: the http(s) URL of a JWKS, or a file with a JWKS or one PEM public key. */
    @Inject
    @ConfigProperty(name = "mp.jwt.verify.publickey.location")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a URL or a file")
    Optional<String> publicKeyLocation = Optional.empty();

    /** The audiences; an external token must have one of them. */
    @Inject
    @ConfigProperty(name = "mp.jwt.verify.audiences")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a name")
    Optional<CommaSeparated> audiences = Optional.empty();

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
