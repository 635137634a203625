package io.baton.security;

import java.time.Instant;

/**
 * What has ended before its tokens expire.
 *
 * @param subject   the id of a session, or of a user all of whose sessions are meant
 * @param until     those that began later go on
 * @param expiresAt when no token of it can be left
 */
record Revocation(String subject, Instant until, Instant expiresAt) {}
