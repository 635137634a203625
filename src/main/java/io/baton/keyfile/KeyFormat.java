package io.baton.keyfile;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Reads keys in the formats of MicroProfile JWT 2.1: PEM, JWK and JWKS, the latter two also in Base64; and certificates in PEM. Keys are
 * RSA of at least 2,048 bits or of an elliptic curve; others in a set are left out.
 */
public final class KeyFormat {
    private static final int LEAST_BITS = 2048;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----(.+?)-----END \\1-----", Pattern.DOTALL);

    private KeyFormat() {}

    /** The public keys; at least one. A private key is refused: whoever has a copy of it could sign tokens. */
    public static List<PublicJsonWebKey> publicKeys(String text) throws InvalidKeys {
        var keys = keys(text, false);
        if (keys.stream().anyMatch(key -> key.getPrivateKey() != null)) {
            throw new InvalidKeys("holds a private key; only the public one may be there");
        }
        return keys;
    }

    /** The private keys; at least one. */
    public static List<PublicJsonWebKey> privateKeys(String text) throws InvalidKeys {
        var keys = keys(text, true);
        if (keys.stream().anyMatch(key -> key.getPrivateKey() == null)) {
            throw new InvalidKeys("holds a public key; the private one is needed");
        }
        return keys;
    }

    /** The one algorithm of a curve (RFC 7518, 3.4); {@code none} for one that is not used here. */
    public static String algorithmOf(EllipticCurveJsonWebKey key) {
        return switch (key.getCurveName()) {
            case "P-256" -> "ES256";
            case "P-384" -> "ES384";
            case "P-521" -> "ES512";
            default -> "none";
        };
    }

    private static List<PublicJsonWebKey> keys(String text, boolean isPrivate) throws InvalidKeys {
        var stripped = text.strip();
        try {
            if (stripped.startsWith("{")) {
                return json(JsonUtil.parseJson(stripped));
            }
            if (stripped.contains("-----BEGIN ")) {
                return pem(stripped, isPrivate);
            }
            var decoded = decoded(stripped);
            var inner = new String(decoded, StandardCharsets.UTF_8).strip();
            if (inner.startsWith("{") || inner.startsWith("-----BEGIN ")) {
                return keys(inner, isPrivate);
            }
            return List.of(isPrivate ? pair(privateKey(decoded)) : key(publicKey(decoded)));
        } catch (JoseException | GeneralSecurityException | IllegalArgumentException | ClassCastException unreadable) {
            throw new InvalidKeys("holds no key in PEM, JWK or JWKS, nor one of these in Base64");
        }
    }

    private static List<PublicJsonWebKey> json(Map<String, Object> json) throws JoseException, InvalidKeys {
        if (!json.containsKey("keys")) {
            return List.of(checked(PublicJsonWebKey.Factory.newPublicJwk(json)));
        }
        var keys = new ArrayList<PublicJsonWebKey>();
        for (var each : (List<?>) json.get("keys")) {
            if (each instanceof Map<?, ?> key && isAsymmetric(key.get("kty"))) {
                keys.add(checked(PublicJsonWebKey.Factory.newPublicJwk(typed(key))));
            }
        }
        if (keys.isEmpty()) {
            throw new InvalidKeys("holds a set without any RSA or EC key");
        }
        return List.copyOf(keys);
    }

    private static boolean isAsymmetric(Object type) {
        return "RSA".equals(type) || "EC".equals(type);
    }

    /** Names in JSON are texts. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> typed(Map<?, ?> json) {
        return (Map<String, Object>) json;
    }

    private static List<PublicJsonWebKey> pem(String text, boolean isPrivate)
            throws JoseException, GeneralSecurityException, InvalidKeys {
        var keys = new ArrayList<PublicJsonWebKey>();
        var blocks = PEM.matcher(text);
        while (blocks.find()) {
            // In a variable the ends of lines are often blanks, or written as \n.
            var bytes = Base64.getMimeDecoder().decode(blocks.group(2).replace("\\n", ""));
            keys.add(
                    switch (blocks.group(1)) {
                        case "PUBLIC KEY" -> key(publicKey(bytes));
                        case "CERTIFICATE" -> key(certified(bytes));
                        case "PRIVATE KEY" -> pair(refusedUnless(isPrivate, bytes));
                        case "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PUBLIC KEY" ->
                            throw new InvalidKeys("holds a key that is not in the format PKCS#8, or is encrypted");
                        default -> throw new InvalidKeys("holds something else than a key or a certificate");
                    });
        }
        if (keys.isEmpty()) {
            throw new InvalidKeys("holds a PEM block without its end");
        }
        return List.copyOf(keys);
    }

    private static RSAPrivateCrtKey refusedUnless(boolean isPrivate, byte[] bytes)
            throws GeneralSecurityException, InvalidKeys {
        if (!isPrivate) {
            throw new InvalidKeys("holds a private key; only the public one may be there");
        }
        return privateKey(bytes);
    }

    private static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
        } catch (GeneralSecurityException notRsa) {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes));
        }
    }

    private static PublicKey certified(byte[] bytes) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes))
                .getPublicKey();
    }

    private static RSAPrivateCrtKey privateKey(byte[] bytes) throws GeneralSecurityException {
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    private static PublicJsonWebKey key(Key key) throws JoseException, InvalidKeys {
        return checked(PublicJsonWebKey.Factory.newPublicJwk(key));
    }

    private static PublicJsonWebKey pair(RSAPrivateCrtKey secret)
            throws JoseException, GeneralSecurityException, InvalidKeys {
        var half = new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent());
        var key = key(KeyFactory.getInstance("RSA").generatePublic(half));
        key.setPrivateKey(secret);
        return key;
    }

    private static PublicJsonWebKey checked(PublicJsonWebKey key) throws InvalidKeys {
        if (key.getKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_BITS) {
            throw new InvalidKeys("holds an RSA key of %d bits; at least %d are needed"
                    .formatted(rsa.getModulus().bitLength(), LEAST_BITS));
        }
        if (!(key.getKey() instanceof RSAKey || key.getKey() instanceof ECKey)) {
            throw new InvalidKeys("holds a key that is neither RSA nor EC");
        }
        return key;
    }

    private static byte[] decoded(String text) {
        var joined = text.replaceAll("\\s", "");
        return joined.matches(".*[-_].*")
                ? Base64.getUrlDecoder().decode(joined)
                : Base64.getDecoder().decode(joined);
    }
}
