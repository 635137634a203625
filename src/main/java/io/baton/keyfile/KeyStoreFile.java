package io.baton.keyfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** A PKCS12 key store in a file. */
public record KeyStoreFile(String location, String password) {
    private static final int LEAST_BITS = 2048;

    /** A key pair with its certificate. */
    public record Entry(String alias, PublicJsonWebKey key, X509Certificate certificate) {
        public Instant begin() {
            return certificate.getNotBefore().toInstant();
        }

        public Instant end() {
            return certificate.getNotAfter().toInstant();
        }
    }

    public boolean exists() {
        try {
            return Files.exists(Path.of(location));
        } catch (InvalidPathException invalid) {
            return false;
        }
    }

    /** All key pairs; at least one. */
    public List<Entry> entries() throws InvalidKeys {
        try {
            var store = open();
            var entries = new ArrayList<Entry>();
            for (var alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    entries.add(entry(store, alias));
                }
            }
            if (entries.isEmpty()) {
                throw new InvalidKeys("holds no key pair");
            }
            return List.copyOf(entries);
        } catch (GeneralSecurityException | JoseException unreadable) {
            throw new InvalidKeys("holds a key that can't be read");
        }
    }

    /** The only one of that name. */
    public Optional<Entry> entry(String alias) throws InvalidKeys {
        return entries().stream().filter(entry -> entry.alias().equals(alias)).findFirst();
    }

    private KeyStore open() throws GeneralSecurityException, InvalidKeys {
        try (var file = Files.newInputStream(Path.of(location))) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(file, password.toCharArray());
            return store;
        } catch (IOException | InvalidPathException unreadable) {
            throw reason(unreadable);
        }
    }

    private InvalidKeys reason(Exception unreadable) {
        if (unreadable.getCause() instanceof UnrecoverableKeyException) {
            return new InvalidKeys("can't be opened with the password");
        }
        return exists() ? InvalidKeys.unreadable() : new InvalidKeys("does not exist");
    }

    private Entry entry(KeyStore store, String alias) throws GeneralSecurityException, JoseException, InvalidKeys {
        if (store.getCertificate(alias) instanceof X509Certificate certificate
                && store.getKey(alias, password.toCharArray()) instanceof PrivateKey secret) {
            var key = PublicJsonWebKey.Factory.newPublicJwk(certificate.getPublicKey());
            if (!isSuitable(key)) {
                throw new InvalidKeys("holds a key " + alias
                        + " that is neither RSA of at least 2,048 bits nor EC of P-256, P-384 or P-521");
            }
            key.setPrivateKey(secret);
            key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
            return new Entry(alias, key, certificate);
        }
        throw new InvalidKeys("holds no certificate for " + alias);
    }

    private static boolean isSuitable(PublicJsonWebKey key) {
        return key instanceof EllipticCurveJsonWebKey curve
                ? !KeyFormat.algorithmOf(curve).equals("none")
                : key.getKey() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_BITS;
    }
}
