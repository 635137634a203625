package io.baton.security;

import io.baton.token.TokenClaims;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a verified token says.
 *
 * @param expiresAt when the token expires; tokens that are derived from it expire no later
 * @param session   the session of the token and of all tokens that are derived from it; external tokens have none
 */
public record Identity(Caller caller, Instant expiresAt, Optional<UUID> session) {
    /** Without a session. */
    public Identity(Caller caller, Instant expiresAt) {
        this(caller, expiresAt, Optional.empty());
    }

    static Identity of(String userId, TokenClaims claims, Set<String> roles, Set<Integer> groups) {
        return new Identity(new Caller(userId, claims, roles).inGroups(groups), claims.expiresAt());
    }

    Identity in(Optional<UUID> session) {
        return new Identity(caller, expiresAt, session);
    }

    Identity until(Instant end) {
        return new Identity(caller, expiresAt.isBefore(end) ? expiresAt : end, session);
    }
}
