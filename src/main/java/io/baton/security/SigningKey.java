package io.baton.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The key that signs our own tokens. It is read when it is first needed, because the server may create the key store while it starts.
 * A changed file takes effect after a restart.
 */
@ApplicationScoped
class SigningKey {
    private static final String ALIAS = "default";

    @Inject
    SecurityConfig config;

    private volatile RsaJsonWebKey key;

    /** With private key and key id. */
    RsaJsonWebKey get() {
        if (key == null) {
            key = load();
        }
        return key;
    }

    private RsaJsonWebKey load() {
        var location = config.keyStoreLocation;
        var password = config.keyStorePassword.toCharArray();
        try (var file = Files.newInputStream(Path.of(location))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(file, password);
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
