package io.baton.token;

import io.baton.settings.Settings;
import java.security.spec.ECParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** An issuer of our own for tests, which also makes the tokens that must never be believed. */
public final class Mint {
    public static final String ISSUER = "https://issuer.example";
    public static final String AUDIENCE = "baton.example";
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final PublicJsonWebKey key;

    /** With an RSA key of 2,048 bits. */
    public Mint() {
        this(generated());
    }

    private Mint(PublicJsonWebKey key) {
        this.key = key;
        key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
    }

    /** With the key of another one, under an id that is not its own. */
    Mint(Mint other, String keyId) {
        try {
            key = PublicJsonWebKey.Factory.newPublicJwk(other.key.toJson(OutputControlLevel.INCLUDE_PRIVATE));
            key.setKeyId(keyId);
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** With a key of a curve such as {@link EllipticCurves#P256}. */
    public static Mint onCurve(ECParameterSpec curve) {
        try {
            return new Mint(EcJwkGenerator.generateJwk(curve));
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static PublicJsonWebKey generated() {
        try {
            return RsaJwkGenerator.generateJwk(2048);
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public PublicJsonWebKey key() {
        return key;
    }

    public String jwks() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** What verifies the tokens of this key as ours. */
    public SigningKeys signingKeys(Clock clock) {
        var keys = new SigningKeys();
        keys.clock = clock;
        keys.config = new TokenConfig() {
            @Override
            SigningKeySet signingKeys() {
                return new SigningKeySet(List.of(new SigningKeySet.Timed(key, Instant.EPOCH)));
            }
        };
        return keys;
    }

    /** The issuers of these settings, as they are at the start. */
    public static Issuers issuers(Map<String, String> settings, Clock clock) {
        var issuers = new Issuers();
        issuers.config = new Settings(settings);
        issuers.clock = clock;
        issuers.read();
        return issuers;
    }

    /** Settings that accept {@link #goodClaims} from keys at that place. */
    public static Map<String, String> settings(String keys) {
        return Map.of(
                "mp.jwt.verify.issuer", ISSUER,
                "mp.jwt.verify.audiences", "another, " + AUDIENCE,
                "mp.jwt.verify.publickey.location", keys);
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

    public String sign(JwtClaims claims, String algorithm) {
        var signature = signature(claims, algorithm);
        signature.setKey(key.getPrivateKey());
        return serialize(signature);
    }

    /** With a header of that type. */
    public String signTyped(JwtClaims claims, String type) {
        var signature = signature(claims, AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", type);
        signature.setKey(key.getPrivateKey());
        return serialize(signature);
    }

    public String signWithoutKeyId(JwtClaims claims) {
        var signature = signature(claims, AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(null);
        signature.setKey(key.getPrivateKey());
        return serialize(signature);
    }

    /** Encrypts a token, or claims, for the owner of this key. */
    public String encrypt(String content, String contentType, String algorithm) {
        var encryption = new JsonWebEncryption();
        encryption.setAlgorithmHeaderValue(algorithm);
        encryption.setEncryptionMethodHeaderParameter("A256GCM");
        encryption.setContentTypeHeaderValue(contentType);
        encryption.setKeyIdHeaderValue(key.getKeyId());
        encryption.setKey(key.getPublicKey());
        encryption.setPayload(content);
        try {
            return encryption.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
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
