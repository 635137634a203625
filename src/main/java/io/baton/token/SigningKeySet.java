package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import io.baton.keyfile.KeyFormat;
import io.baton.keyfile.KeyStoreFile;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** The keys of our own tokens. All verify; the newest whose certificate has begun signs. So a new one can reach all nodes before. */
record SigningKeySet(List<Timed> timed) {
    /** With its private part and an id; it signs from its beginning on. */
    record Timed(PublicJsonWebKey key, Instant begin) {
        Timed {
            key.setUse(Use.SIGNATURE);
            key.setAlgorithm(algorithm(key));
        }
    }

    SigningKeySet {
        timed = List.copyOf(timed);
    }

    static SigningKeySet of(List<KeyStoreFile.Entry> entries) {
        return new SigningKeySet(entries.stream()
                .map(entry -> new Timed(entry.key(), entry.begin()))
                .toList());
    }

    /** @throws InvalidKeys if no certificate has begun */
    PublicJsonWebKey signer(Instant now) throws InvalidKeys {
        return timed.stream()
                .filter(each -> !each.begin().isAfter(now))
                .max(Comparator.comparing(Timed::begin)
                        .thenComparing(each -> each.key().getKeyId()))
                .orElseThrow(() -> new InvalidKeys("holds only keys whose certificates have not begun"))
                .key();
    }

    List<PublicJsonWebKey> keys() {
        return timed.stream().map(Timed::key).toList();
    }

    /** RFC 7517, without the private parts. */
    String json() {
        return new JsonWebKeySet(keys()).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    static String sign(JwtClaims claims, PublicJsonWebKey key) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.DISALLOW_NONE);
        signature.setAlgorithmHeaderValue(key.getAlgorithm());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException broken) {
            throw new IllegalStateException("Our own token can't be signed.", broken);
        }
    }

    private static String algorithm(PublicJsonWebKey key) {
        return key instanceof EllipticCurveJsonWebKey curve
                ? KeyFormat.algorithmOf(curve)
                : AlgorithmIdentifiers.RSA_USING_SHA256;
    }
}
