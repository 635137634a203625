package io.baton.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The key that signs our own tokens. It is read when it is first needed, because the server may create the key store while it starts.
 * A changed file takes effect after a restart.
 */
@ApplicationScoped
public class SigningKey {
    private static final String ALIAS = "default";

    @Inject
    TokenConfig config;

    private volatile RsaJsonWebKey key;

    /** With private key and key id. */
    public RsaJsonWebKey get() {
        if (key == null) {
            key = load();
        }
        return key;
    }

    /** When the certificate of the key in the file ends, which is also the server's for TLS. */
    public Instant expiresAt() {
        try {
            if (store().getCertificate(ALIAS) instanceof X509Certificate certificate) {
                return certificate.getNotAfter().toInstant();
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException("The key store " + config.keyStoreLocation + " can't be read.", unreadable);
        }
        throw new IllegalStateException("The key store holds no certificate named " + ALIAS + ".");
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        try (var file = Files.newInputStream(Path.of(config.keyStoreLocation))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(file, config.keyStorePassword.toCharArray());
            return store;
        }
    }

    private RsaJsonWebKey load() {
        var location = config.keyStoreLocation;
        var password = config.keyStorePassword.toCharArray();
        try {
            var store = store();
            var certificate = store.getCertificate(ALIAS);
            if (certificate != null
                    && certificate.getPublicKey() instanceof RSAPublicKey publicKey
                    && store.getKey(ALIAS, password) instanceof PrivateKey privateKey) {
                return key(publicKey, privateKey);
            }
        } catch (IOException | GeneralSecurityException | JoseException unreadable) {
            throw new IllegalStateException("The key store " + location + " can't be read.", unreadable);
        }
        throw new IllegalStateException("The key store " + location + " holds no RSA key named " + ALIAS + ".");
    }

    static RsaJsonWebKey key(RSAPublicKey publicKey, PrivateKey privateKey) throws JoseException {
        var key = new RsaJsonWebKey(publicKey);
        key.setPrivateKey(privateKey);
        key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
        return key;
    }
}
