package io.baton.oidc;

import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.baton.oidc.ProviderTokens.Invalid;
import io.baton.security.Caller;
import io.baton.security.Identity;
import io.baton.security.ProviderSession;
import io.baton.token.GroupMapping;
import io.baton.token.RoleMapping;
import io.baton.token.TokenClaims;
import io.baton.token.TokenConfig;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Who has signed in, and with which roles. Issuer and subject are the provider's, so that a bearer token of the same issuer is the same
 * user. Roles are only those of this sign-in.
 */
@ApplicationScoped
class ClaimedIdentity {
    @Inject
    @ConfigProperties
    OidcConfig config;

    @Inject
    TokenConfig names;

    @Inject
    ProviderTokens verified;

    @Inject
    CodeExchange exchange;

    @Inject
    GroupMapping groups;

    private RoleMapping roles;

    @PostConstruct
    void read() {
        roles = RoleMapping.of("the OpenID provider", names.roleClaims, names.roleNames);
    }

    /** @param nonce of the sign-in for which the tokens must have been made */
    Identity of(OIDCTokens tokens, Nonce nonce) throws Invalid {
        var idToken = verified.idToken(tokens, nonce);
        var issuer = idToken.getIssuer().getValue();
        var subject = idToken.getSubject().getValue();
        var name = new TokenClaims(new LinkedHashMap<>(idToken.toJSONObject())).displayName();
        var claims = withRoles(idToken, tokens);
        var caller = new Caller(Caller.userIdOf(issuer, subject), name, roles.rolesIn(claims))
                .inGroups(groups.groupsIn(claims));
        var session =
                Optional.ofNullable(idToken.getSessionID()).map(sid -> ProviderSession.of(issuer, sid.getValue()));
        return new Identity(caller, Instant.MAX).endingWith(session);
    }

    private Map<String, Object> withRoles(IDTokenClaimsSet idToken, OIDCTokens tokens) throws Invalid {
        var claims = switch (config.rolesFrom) {
            case "access-token" -> verified.accessToken(tokens.getAccessToken()).toJSONObject();
            case "userinfo" -> exchange.userInfo(tokens.getAccessToken());
            default -> idToken.toJSONObject();
        };
        if (!idToken.getSubject().getValue().equals(claims.get("sub"))) {
            throw new Invalid("the " + config.rolesFrom + " is about somebody else than the ID token");
        }
        return claims;
    }
}
