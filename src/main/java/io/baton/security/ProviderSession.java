package io.baton.security;

/**
 * A session at an OpenID Connect provider, of which the provider may say that it has ended.
 *
 * @param id at most 36 characters; a hash, because the provider's own id is nobody else's business
 */
public record ProviderSession(String id) {
    private static final String PREFIX = "op:";

    /** @param sid as in the provider's tokens */
    public static ProviderSession of(String issuer, String sid) {
        return new ProviderSession(PREFIX + Caller.userIdOf(issuer, sid));
    }
}
