/**
 * Who is calling: tokens of an outside issuer and our own, the cookie, login, roles. Front door: {@link
 * io.baton.security.Caller}. A cookie alone never changes state for another origin.
 */
package io.baton.security;
