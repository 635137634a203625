package io.baton.security;

import io.baton.settings.CommaSeparated;
import io.baton.token.GroupMapping;
import io.baton.token.IssuerKeys;
import io.baton.token.RoleMapping;
import io.baton.token.TokenClaims;
import io.baton.token.TokenConfig;
import io.baton.token.TokenVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/** Verifies tokens of the external issuer, where one is configured. */
@ApplicationScoped
class ExternalTokens {
    private static final Logger LOG = Logger.getLogger(ExternalTokens.class.getName());

    @Inject
    TokenConfig config;

    @Inject
    GroupMapping groups;

    @Inject
    Clock clock;

    private volatile VerificationKeyResolver keys;
    private volatile RoleMapping roles;

    /** Empty where the token is invalid or no external issuer is configured. May block while the issuer's keys are fetched. */
    Optional<Identity> verify(String token) {
        var audiences = config.audiences.map(CommaSeparated::items).orElse(List.of());
        if (config.issuer.isEmpty() || audiences.isEmpty()) {
            return Optional.empty();
        }
        var issuer = config.issuer.get();
        return keys().flatMap(known -> new TokenVerifier(issuer, audiences, known, clock).verify(token))
                .map(TokenClaims::of)
                .filter(claims -> !claims.subject().isEmpty())
                .map(claims -> Identity.of(
                        Caller.userIdOf(issuer, claims.subject()),
                        claims,
                        roles().rolesIn(claims.values()),
                        groups.groupsIn(claims.values())));
    }

    private RoleMapping roles() {
        if (roles == null) {
            roles = RoleMapping.of("the external issuer", config.roleClaims, config.roleNames);
        }
        return roles;
    }

    /** Empty where the configured file can't be read; the next call tries again. */
    private Optional<VerificationKeyResolver> keys() {
        if (keys == null && config.publicKeyLocation.isPresent()) {
            try {
                keys = IssuerKeys.at(config.publicKeyLocation.get());
            } catch (IllegalArgumentException unusable) {
                LOG.log(Level.WARNING, "MP_JWT_VERIFY_PUBLICKEY_LOCATION can't be used", unusable);
            }
        }
        return Optional.ofNullable(keys);
    }
}
