package io.baton.security;

import io.baton.apikey.store.ApiKey;
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
 * @param elsewhere the session at an OpenID Connect provider that this one ends with, where there is one
 */
public record Identity(Caller caller, Instant expiresAt, Optional<UUID> session, Optional<ProviderSession> elsewhere) {
    /** Without a session. */
    public Identity(Caller caller, Instant expiresAt) {
        this(caller, expiresAt, Optional.empty(), Optional.empty());
    }

    static Identity of(String userId, TokenClaims claims, Set<String> roles, Set<Integer> groups) {
        return new Identity(new Caller(userId, claims, roles).inGroups(groups), claims.expiresAt());
    }

    static Identity of(ApiKey key) {
        return new Identity(new Caller(key), key.expiresAt() == null ? Instant.MAX : key.expiresAt());
    }

    Identity in(Optional<UUID> session) {
        return new Identity(caller, expiresAt, session, elsewhere);
    }

    /** The same, which ends with a session elsewhere. */
    public Identity endingWith(Optional<ProviderSession> elsewhere) {
        return new Identity(caller, expiresAt, session, elsewhere);
    }

    Identity until(Instant end) {
        return new Identity(caller, expiresAt.isBefore(end) ? expiresAt : end, session, elsewhere);
    }
}
