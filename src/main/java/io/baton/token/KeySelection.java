package io.baton.token;

import io.baton.keyfile.KeyFormat;
import java.security.Key;
import java.security.interfaces.RSAKey;
import java.util.List;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Selects the key that signed a token, from its issuer's keys alone: headers that contain or point to a key (jwk, jku, x5c, x5u) are
 * ignored. A key must fit the token's algorithm, and its own if it names one.
 */
record KeySelection(IssuerKeys keys) implements VerificationKeyResolver {
    /** An issuer has a few; trying more would cost time. */
    private static final int MOST_TRIED = 10;

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> around) throws UnresolvableKeyException {
        var algorithm = String.valueOf(signature.getAlgorithmHeaderValue());
        var fitting = keys.find(signature.getKeyIdHeaderValue()).stream()
                .filter(key -> fits(key, algorithm))
                .limit(MOST_TRIED)
                .toList();
        return switch (fitting.size()) {
            case 0 -> throw new UnresolvableKeyException("no key fits");
            case 1 -> fitting.getFirst().getPublicKey();
            default -> theOneThatSigned(signature, fitting);
        };
    }

    /** Whether the issuer still has the key under the id that the token names. */
    boolean has(JwtContext token, Key key) {
        return keys.find(token.getJoseObjects().getFirst().getKeyIdHeaderValue()).stream()
                .anyMatch(each -> each.getPublicKey().equals(key));
    }

    /** Whether a signature of the algorithm can be by the key. */
    static boolean fits(PublicJsonWebKey key, String algorithm) {
        return !Use.ENCRYPTION.equals(key.getUse())
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                && (key instanceof EllipticCurveJsonWebKey curve
                        ? algorithm.equals(KeyFormat.algorithmOf(curve))
                        : key.getKey() instanceof RSAKey && (algorithm.startsWith("RS") || algorithm.startsWith("PS")));
    }

    private static Key theOneThatSigned(JsonWebSignature signature, List<PublicJsonWebKey> fitting)
            throws UnresolvableKeyException {
        try {
            for (var key : fitting) {
                signature.setKey(key.getPublicKey());
                if (signature.verifySignature()) {
                    return key.getPublicKey();
                }
            }
        } catch (JoseException malformed) {
            throw new UnresolvableKeyException("no key fits", malformed);
        }
        return fitting.getFirst().getPublicKey();
    }
}
