package io.baton.token;

import java.time.Instant;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** An issuer of our own for tests, which also makes the tokens that must never be believed. */
public final class Mint {
    public static final String ISSUER = "https://issuer.example";
    public static final String AUDIENCE = "baton.example";
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final RsaJsonWebKey key;

    public Mint() {
        try {
            var generated = RsaJwkGenerator.generateJwk(2048);
            key = SigningKey.key(generated.getRsaPublicKey(), generated.getRsaPrivateKey());
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public RsaJsonWebKey key() {
        return key;
    }

    public String jwks() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** Claims that are good in every respect; change one to make them bad. */
    public static JwtClaims goodClaims() {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject("4711");
        claims.setStringClaim("upn", "ada");
        claims.setStringListClaim("groups", List.of("user", "engineering"));
        claims.setExpirationTime(at(NOW.plusSeconds(3600)));
        return claims;
    }

    public static NumericDate at(Instant time) {
        return NumericDate.fromSeconds(time.getEpochSecond());
    }

    public String sign(JwtClaims claims) {
        var signature = signature(claims, AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKey(key.getPrivateKey());
        return serialize(signature);
    }

    public String signPointingTo(String keys, JwtClaims claims) {
        var signature = signature(claims, AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("jku", keys);
        signature.setJwkHeader(key);
        signature.setKey(key.getPrivateKey());
        return serialize(signature);
    }

    public String signWithAnotherAlgorithm(JwtClaims claims) {
        var signature = signature(claims, AlgorithmIdentifiers.RSA_USING_SHA512);
        signature.setKey(key.getPrivateKey());
        return serialize(signature);
    }

    /** HS256 with the public key as the secret: what a verifier that trusts the header's algorithm falls for. */
    public String signWithPublicKeyAsSecret(JwtClaims claims) {
        var signature = signature(claims, AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        return serialize(signature);
    }

    public String unsigned(JwtClaims claims) {
        return serialize(signature(claims, AlgorithmIdentifiers.NONE));
    }

    private JsonWebSignature signature(JwtClaims claims, String algorithm) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setPayload(claims.toJson());
        return signature;
    }

    private static String serialize(JsonWebSignature signature) {
        try {
            return signature.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
