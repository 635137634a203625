/**
 * Who is calling: tokens of an external issuer and our own, cookies, roles, revoked sessions. Start at {@link
 * io.baton.security.Caller}. A cookie alone never changes state for another origin.
 */
package io.baton.security;
