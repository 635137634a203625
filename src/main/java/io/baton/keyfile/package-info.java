/**
 * Keys as they are written down: PEM, JWK, JWKS, and PKCS12 key stores. What is no key of use is refused in words that never quote it.
 * Which keys count for what is decided in {@code token}.
 */
package io.baton.keyfile;
