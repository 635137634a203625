package io.baton.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * What the provider says about itself (OpenID Connect Discovery 1.0), and its keys. Both are read when they are first needed, and
 * kept while it is away. Keys are read again as soon as a token names an unknown one.
 */
@ApplicationScoped
public class OpenIdProvider {
    private static final Logger LOG = Logger.getLogger(OpenIdProvider.class.getName());
    static final Duration CONNECT = Duration.ofSeconds(2);
    static final Duration READ = Duration.ofSeconds(4);

    /** After it the document is read again. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    /** How long nobody else tries after a failure. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Duration KEYS_OUTLIVE_AN_OUTAGE = Duration.ofHours(4);

    /** The least time between two readings of the keys, so that invented key ids are no burden to the provider. */
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);

    private static final int MAX_KEYS_BYTES = 512 * 1024;

    @Inject
    @ConfigProperties
    OidcConfig config;

    private final ReentrantLock reading = new ReentrantLock();
    private volatile Document known;
    private volatile long readAt;
    private volatile long failedAt = System.nanoTime() - PAUSE.toNanos();

    /** What was read last. */
    record Document(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys) {}

    void warn(@Observes @Priority(5) Startup startup) {
        config.issuer
                .filter(issuer -> issuer.startsWith("http:"))
                .ifPresent(issuer -> LOG.warning("OIDC_ISSUER=" + issuer
                        + " is without TLS: whoever is between could sign in as anybody. Only for tests."));
    }

    public boolean isConfigured() {
        return config.issuer.isPresent();
    }

    /** @throws ProviderAway where it can't be read and never was */
    Document document() {
        var now = known;
        if (now != null && System.nanoTime() - readAt < FRESH.toNanos()) {
            return now;
        }
        if (now == null) {
            return first();
        }
        refresh();
        return known;
    }

    private Document first() {
        reading.lock();
        try {
            if (known == null) {
                if (System.nanoTime() - failedAt < PAUSE.toNanos()) {
                    throw new ProviderAway("The provider was away a moment ago.");
                }
                read();
            }
            return known;
        } finally {
            reading.unlock();
        }
    }

    /** By one request; the others go on with what is known. */
    private void refresh() {
        if (System.nanoTime() - failedAt < PAUSE.toNanos() || !reading.tryLock()) {
            return;
        }
        try {
            read();
        } catch (ProviderAway away) {
            LOG.warning(away.getMessage() + " What it said before is still used.");
        } finally {
            reading.unlock();
        }
    }

    private void read() {
        try {
            var issuer = new Issuer(config.issuer.orElseThrow());
            var metadata = OIDCProviderMetadata.resolve(issuer, (int) CONNECT.toMillis(), (int) READ.toMillis());
            if (metadata.getAuthorizationEndpointURI() == null || metadata.getTokenEndpointURI() == null) {
                throw new GeneralException("it names no endpoint to sign in at");
            }
            var before = known;
            known = new Document(metadata, keys(metadata.getJWKSetURI(), before));
            readAt = System.nanoTime();
        } catch (GeneralException | IOException failed) {
            failedAt = System.nanoTime();
            throw new ProviderAway("The OpenID provider " + config.issuer.orElseThrow() + " can't be used: "
                    + failed.getMessage() + ".");
        }
    }

    private static JWKSource<SecurityContext> keys(URI location, Document before) throws MalformedURLException {
        if (before != null && before.metadata().getJWKSetURI().equals(location)) {
            return before.keys();
        }
        var reader = new DefaultResourceRetriever((int) CONNECT.toMillis(), (int) READ.toMillis(), MAX_KEYS_BYTES);
        return JWKSourceBuilder.create(location.toURL(), reader)
                .cache(FRESH.toMillis(), CONNECT.plus(READ).toMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_READINGS.toMillis())
                .outageTolerant(KEYS_OUTLIVE_AN_OUTAGE.toMillis())
                .build();
    }
}
