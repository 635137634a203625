package io.baton.security;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a verified token says.
 *
 * @param expiresAt the token's own end; nothing that is derived from it lasts longer
 * @param session   the session that the token is of, and all that is derived from it; outside tokens are of none
 */
public record Identity(Caller caller, Instant expiresAt, Optional<UUID> session) {
    /** Of no session. */
    public Identity(Caller caller, Instant expiresAt) {
        this(caller, expiresAt, Optional.empty());
    }

    Identity in(Optional<UUID> session) {
        return new Identity(caller, expiresAt, session);
    }

    Identity until(Instant end) {
        return new Identity(caller, expiresAt.isBefore(end) ? expiresAt : end, session);
    }
}
