package io.baton.token;

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

/** Finds the external issuer's public keys. */
public final class IssuerKeys {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CACHED = Duration.ofMinutes(10);
    private static final Duration CACHED_IN_AN_OUTAGE = Duration.ofMinutes(5);
    private static final Duration LEAST_BETWEEN_FETCHES = Duration.ofSeconds(10);

    private IssuerKeys() {}

    /**
     * @param location the http(s) URL of a JWKS, or a path or {@code file:} URL of a JWKS or one PEM public key
     * @throws IllegalArgumentException where a file can't be read; a URL is first read when a key is needed
     */
    public static VerificationKeyResolver at(String location) {
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
     * An unknown key id causes a new fetch, as after a rotation. The minimum time between two fetches protects the issuer from tokens
     * with invented key ids.
     */
    private static VerificationKeyResolver remote(String location) {
        var http = new Get();
        http.setConnectTimeout((int) TIMEOUT.toMillis());
        http.setReadTimeout((int) TIMEOUT.toMillis());
        http.setRetries(0);
        var keys = new HttpsJwks(location);
        keys.setSimpleHttpGet(IssuerOutages.watched(http));
        keys.setDefaultCacheDuration(CACHED.toSeconds());
        keys.setRetainCacheOnErrorDuration(CACHED_IN_AN_OUTAGE.toSeconds());
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
