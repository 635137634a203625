/**
 * Sign-in at an OpenID Connect provider: the authorization code flow with PKCE, and sign-out there and by it. Start at {@link
 * io.baton.oidc.FlowStart}. It has no pages; {@code login} has. What it ends with is an {@link io.baton.security.Identity}, for which
 * {@code security} begins a session like any other.
 */
package io.baton.oidc;
