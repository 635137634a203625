package io.baton.security;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.RsaKeyUtil;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** Finds the outside issuer's public keys. */
final class IssuerKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration KEPT_IN_AN_OUTAGE = Duration.ofMinutes(5);
    private static final Duration LEAST_BETWEEN_FETCHES = Duration.ofSeconds(10);

    private IssuerKeys() {}

    /**
     * @param location the http(s) URL of a JWKS, or a path or {@code file:} URL of a JWKS or one PEM public key
     * @throws IllegalArgumentException where a file can't be read; a URL is first read when a key is needed
     */
    static VerificationKeyResolver at(String location) {
        if (location.startsWith("https:") || location.startsWith("http:")) {
            return remote(location);
        }
        try {
            return inFile(location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location));
        } catch (IOException | GeneralSecurityException | JoseException unreadable) {
            throw new IllegalArgumentException("No keys can be read from " + location, unreadable);
        }
    }

    /**
     * A key id that is not known makes the keys be fetched again, as after a rotation; the least time between two
     * fetches keeps invented key ids from becoming load on the issuer.
     */
    private static VerificationKeyResolver remote(String location) {
        var http = new Get();
        http.setConnectTimeout((int) PATIENCE.toMillis());
        http.setReadTimeout((int) PATIENCE.toMillis());
        http.setRetries(0);
        var keys = new HttpsJwks(location);
        keys.setSimpleHttpGet(http);
        keys.setDefaultCacheDuration(KEPT.toSeconds());
        keys.setRetainCacheOnErrorDuration(KEPT_IN_AN_OUTAGE.toSeconds());
        keys.setRefreshReprieveThreshold(LEAST_BETWEEN_FETCHES.toMillis());
        return new HttpsJwksVerificationKeyResolver(keys);
    }

    private static VerificationKeyResolver inFile(Path file)
            throws IOException, GeneralSecurityException, JoseException {
        var text = Files.readString(file).strip();
        if (text.startsWith("{")) {
            return new JwksVerificationKeyResolver(new JsonWebKeySet(text).getJsonWebKeys());
        }
        var key = new RsaKeyUtil().fromPemEncoded(text);
        return (signature, nesting) -> key;
    }
}
