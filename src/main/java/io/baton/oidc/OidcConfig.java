package io.baton.oidc;

import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.Dependent;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The OpenID Connect provider at which people sign in, under {@code oidc.}. Without an issuer there is none. Fields have no initial values: the
 * server would take them for values of the settings.
 */
@ConfigProperties(prefix = "oidc")
@Dependent
public class OidcConfig {
    /** As the provider's own document has it; that is read from {@code <issuer>/.well-known/openid-configuration}. */
    @ConfigProperty(name = "issuer")
    @AllowedValues(
            pattern = "https?://[^\\s?#]+",
            description = "an address such as https://login.example/realms/blog, exactly as the provider writes it")
    public Optional<String> issuer;

    /** Our name there. */
    @ConfigProperty(name = "client-id")
    @AllowedValues(pattern = "[\\x20-\\x7e]+", description = "the name that the provider has for Baton")
    public Optional<String> clientId;

    /** Without it Baton is a public client, which has PKCE alone. */
    @ConfigProperty(name = "client-secret")
    @AllowedValues(pattern = "[\\x20-\\x7e]+", description = "a secret on one line", secret = true)
    public Optional<String> clientSecret;

    /** What is requested besides {@code openid}. */
    @ConfigProperty(name = "scopes", defaultValue = "profile")
    @AllowedValues(pattern = "[\\x21\\x23-\\x2b\\x2d-\\x5b\\x5d-\\x7e]+", description = "a scope such as profile")
    public CommaSeparated scopes;

    /** Where the claims with roles are. */
    @ConfigProperty(name = "roles-from", defaultValue = "id-token")
    @AllowedValues(choices = {"id-token", "access-token", "userinfo"})
    public String rolesFrom;
}
