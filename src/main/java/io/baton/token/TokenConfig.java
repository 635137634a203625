package io.baton.token;

import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which tokens are accepted, and which key signs ours. */
@Dependent
public class TokenConfig {
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

    /** The external issuer, exactly as in its tokens; without it no external token is accepted. */
    @Inject
    @ConfigProperty(name = "mp.jwt.verify.issuer")
    @AllowedValues(pattern = "\\S+", description = "a name without blanks")
    public Optional<String> issuer = Optional.empty();

    /** The external issuer's keys: the http(s) URL of a JWKS, or a file with a JWKS or one PEM public key. */
    @Inject
    @ConfigProperty(name = "mp.jwt.verify.publickey.location")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a URL or a file")
    public Optional<String> publicKeyLocation = Optional.empty();

    /** The audiences; an external token must have one of them. */
    @Inject
    @ConfigProperty(name = "mp.jwt.verify.audiences")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a name")
    public Optional<CommaSeparated> audiences = Optional.empty();

    /** The claims of its tokens that give roles; {@code groups} if empty. */
    @Inject
    @ConfigProperty(name = "baton.roles.claim")
    @AllowedValues(pattern = RoleMapping.CLAIM_PATTERN, description = RoleMapping.CLAIM_DESCRIPTION)
    public Optional<CommaSeparated> roleClaims = Optional.empty();

    /** The claims of its tokens that give groups; {@code groups} if empty. */
    @Inject
    @ConfigProperty(name = "baton.groups.claim")
    @AllowedValues(pattern = RoleMapping.CLAIM_PATTERN, description = RoleMapping.CLAIM_DESCRIPTION)
    Optional<CommaSeparated> groupClaims = Optional.empty();

    /** Which names in those claims are which roles; if empty, each role has its own name. */
    @Inject
    @ConfigProperty(name = "baton.roles.names")
    @AllowedValues(pattern = RoleMapping.NAME_PATTERN, description = RoleMapping.NAME_DESCRIPTION)
    public Optional<CommaSeparated> roleNames = Optional.empty();
}
