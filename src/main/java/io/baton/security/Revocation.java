package io.baton.security;

import java.time.Instant;

/**
 * Sessions whose tokens are invalid before they expire.
 *
 * @param subject   the id of a session here or at an OpenID Connect provider, or of a user, which means all sessions of that user
 * @param until     sessions that began later are not revoked
 * @param expiresAt when all their tokens have expired
 */
record Revocation(String subject, Instant until, Instant expiresAt) {}
