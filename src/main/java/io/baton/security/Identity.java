package io.baton.security;

import java.time.Instant;

/**
 * What a verified token says.
 *
 * @param expiresAt the token's own end; nothing that is derived from it lasts longer
 */
record Identity(Caller caller, Instant expiresAt) {}
