package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import io.baton.keyfile.KeyStoreFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** The certificate with which the server answers over TLS, as it is in its key store. */
@ApplicationScoped
public class TlsCertificate {
    @Inject
    TokenConfig config;

    /** @throws IllegalStateException if the key store can't be read, or has none */
    public Instant expiresAt() {
        return entry().end();
    }

    /** @throws IllegalStateException like {@link #expiresAt} */
    public X509Certificate get() {
        return entry().certificate();
    }

    private KeyStoreFile.Entry entry() {
        try {
            var entries = config.tlsKeys().entries();
            return entries.stream()
                    .filter(entry -> entry.alias().equals(TokenConfig.TLS_ALIAS))
                    .findFirst()
                    .orElse(entries.getFirst());
        } catch (InvalidKeys unreadable) {
            throw new IllegalStateException("The server's key store " + unreadable.getMessage(), unreadable);
        }
    }
}
