package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import io.baton.keyfile.KeyStoreFile;
import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which tokens are accepted, and which key signs ours. */
@Dependent
public class TokenConfig {
    /** The name that the server gives a key that it makes. */
    static final String TLS_ALIAS = "default";

    /** The PKCS12 key store that the server uses for TLS. */
    @Inject
    @ConfigProperty(name = "baton.key-store.location")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a PKCS12 file")
    String keyStoreLocation;

    /** Opens that key store and its key; only from the environment. */
    @Inject
    @ConfigProperty(name = "baton.key-store.password")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "what opens the key store", secret = true)
    String keyStorePassword;

    /** The PKCS12 key store with the keys of our own tokens; empty: the key {@code default} of the key store above. */
    @Inject
    @ConfigProperty(name = "baton.signing-keys.location")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a PKCS12 file")
    Optional<String> signingKeysLocation = Optional.empty();

    /** Opens it and its keys; only from the environment. */
    @Inject
    @ConfigProperty(name = "baton.signing-keys.password")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "what opens the key store", secret = true)
    Optional<String> signingKeysPassword = Optional.empty();

    /** Where tokens of issuers are, besides as bearer tokens: {@code Cookie} means in a cookie. */
    @Inject
    @ConfigProperty(name = "mp.jwt.token.header", defaultValue = "Authorization")
    @AllowedValues(choices = {"Authorization", "Cookie"})
    String tokenHeader = "Authorization";

    /** The name of that cookie. */
    @Inject
    @ConfigProperty(name = "mp.jwt.token.cookie", defaultValue = "Bearer")
    @AllowedValues(pattern = "[!#$%&'*+.^_`|~0-9A-Za-z-]+", description = "the name of a cookie")
    String tokenCookie = "Bearer";

    /** The claims of the first issuer's tokens, and of an OpenID Connect provider, that give roles; {@code groups} if empty. */
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

    /** The name of the cookie that may have a token; empty if there is none. */
    public Optional<String> cookie() {
        return tokenHeader.equals("Cookie") ? Optional.of(tokenCookie) : Optional.empty();
    }

    KeyStoreFile tlsKeys() {
        return new KeyStoreFile(keyStoreLocation, keyStorePassword);
    }

    /** As they are in the file now. */
    SigningKeySet signingKeys() throws InvalidKeys {
        return signingKeys(tlsKeys(), signingKeysLocation, signingKeysPassword);
    }

    static SigningKeySet signingKeys(KeyStoreFile tls, Optional<String> location, Optional<String> password)
            throws InvalidKeys {
        return location.isPresent()
                ? SigningKeySet.of(new KeyStoreFile(location.get(), password.orElse("")).entries())
                : SigningKeySet.of(List.of(tls.entry(TLS_ALIAS)
                        .orElseThrow(() -> new InvalidKeys("holds no key pair named " + TLS_ALIAS))));
    }
}
