package io.baton.token;

import java.util.Locale;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.JwtContext;

/**
 * Refuses tokens that an issuer signs for other purposes than to be a bearer's: ID tokens (OpenID Connect Core, 2), refresh and logout
 * tokens, security events, and tokens that are bound to a key of their holder (RFC 7800), whose possession can't be shown here.
 */
final class AccessTokenRule implements ErrorCodeValidator {
    static final int VIOLATED = 1_001;

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt", "application/jwt");
    private static final Set<String> ACCESS = Set.of("at+jwt", "application/at+jwt");

    /** Members of ID tokens and logout tokens that no access token has. */
    private static final Set<String> FOREIGN = Set.of("at_hash", "c_hash", "s_hash", "events", "cnf");

    /** Values by which issuers say in the claims what kind a token is: {@code typ} of Keycloak, {@code token_use} of Cognito. */
    private static final Set<String> KINDS = Set.of("bearer", "access", "jwt", "at+jwt");

    @Override
    public Error validate(JwtContext context) {
        var type = type(context);
        return TYPES.contains(type) && isAccess(type, context.getJwtClaims())
                ? null
                : new Error(VIOLATED, "This is no access token.");
    }

    /** The innermost object's, which is signed. */
    private static String type(JwtContext context) {
        var type = context.getJoseObjects().getFirst().getHeader("typ");
        return type == null ? "jwt" : type.toLowerCase(Locale.ROOT);
    }

    private static boolean isAccess(String type, JwtClaims claims) {
        var kind = kind(claims);
        var isDeclared = ACCESS.contains(type) || !kind.isEmpty();
        return FOREIGN.stream().noneMatch(claims::hasClaim)
                && (kind.isEmpty() || KINDS.contains(kind))
                && (isDeclared || !claims.hasClaim("nonce"));
    }

    private static String kind(JwtClaims claims) {
        for (var name : new String[] {"typ", "token_use"}) {
            if (claims.getClaimValue(name) instanceof String kind) {
                return kind.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }
}
