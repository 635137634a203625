package io.baton.security;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/** The claims of a verified token, as in MicroProfile JWT and OpenID Connect. A claim of the wrong type counts as absent. */
record TokenClaims(JwtClaims claims) {
    static final String GROUPS = "groups";
    private static final int MAX_NAME = 200;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    Identity identity(String userId) {
        return new Identity(new Caller(userId, displayName(), roles()), expiresAt());
    }

    String subject() {
        return text("sub");
    }

    /** Null where absent. */
    String text(String claim) {
        return claims.getClaimValue(claim) instanceof String text ? text : null;
    }

    private String displayName() {
        var name = Stream.of("upn", "preferred_username", "name", "sub")
                .map(this::text)
                .filter(Objects::nonNull)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        return name.substring(0, Math.min(name.length(), MAX_NAME));
    }

    /** Groups that are no role of ours say nothing; without any role a caller may still chat. */
    private Set<String> roles() {
        var roles = new HashSet<>(Set.of(Caller.USER, Caller.ADMIN));
        roles.retainAll(claims.getClaimValue(GROUPS) instanceof List<?> groups ? groups : List.of());
        return roles;
    }

    /** The epoch where it is absent. */
    Instant issuedAt() {
        return claims.getClaimValue("iat") instanceof Number seconds ? instant(seconds.longValue()) : Instant.EPOCH;
    }

    private Instant expiresAt() {
        try {
            return instant(claims.getExpirationTime().getValue());
        } catch (MalformedClaimException impossible) {
            throw new IllegalStateException("A verified token has an expiry.", impossible);
        }
    }

    /** Limited to what can be written as a date; issuers use later times for "never". */
    private static Instant instant(long seconds) {
        return Instant.ofEpochSecond(Math.clamp(seconds, 0, LATEST.getEpochSecond()));
    }
}
