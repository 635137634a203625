package io.baton.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An outside issuer of tokens that the server for the tests believes; it can make bad ones, too. */
public final class Issuer {
    private static final String NAME = "https://issuer.example";
    private static final String AUDIENCE = "baton-tests";
    private final RsaJsonWebKey key = newKey();

    Issuer() {}

    /** Publishes the key into {@code folder}; gives the settings of a server that believes it. */
    Map<String, String> publish(Path folder) throws IOException {
        var keys = folder.resolve("issuer.json");
        Files.writeString(keys, new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
        return Map.of(
                "MP_JWT_VERIFY_ISSUER", NAME,
                "MP_JWT_VERIFY_AUDIENCES", AUDIENCE,
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", keys.toString());
    }

    /** Good for an hour in every respect; change a claim to make them bad. */
    public JwtClaims claims(String subject, String... groups) {
        var claims = new JwtClaims();
        claims.setIssuer(NAME);
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setStringClaim("upn", subject);
        claims.setStringListClaim("groups", List.of(groups));
        claims.setExpirationTimeMinutesInTheFuture(60);
        return claims;
    }

    public String sign(JwtClaims claims) {
        return sign(claims, key);
    }

    /** With a key that nobody knows. */
    public String signWronglyKeyed(JwtClaims claims) {
        return sign(claims, newKey());
    }

    /** With the algorithm {@code none}. */
    public String unsigned(JwtClaims claims) {
        var signature = signature(claims, AlgorithmIdentifiers.NONE);
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        return serialize(signature);
    }

    private String sign(JwtClaims claims, RsaJsonWebKey with) {
        var signature = signature(claims, AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKey(with.getPrivateKey());
        return serialize(signature);
    }

    private JsonWebSignature signature(JwtClaims claims, String algorithm) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setPayload(claims.toJson());
        return signature;
    }

    private static RsaJsonWebKey newKey() {
        try {
            var made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId("tests");
            return made;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String serialize(JsonWebSignature signature) {
        try {
            return signature.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
