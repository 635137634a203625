package io.baton.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.keyfile.KeyTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of our own tokens, in a file as {@code keytool} makes it. */
class SigningKeysTest {
    private static final Clock NOW = Clock.systemUTC();
    private static final Clock IN_TWO_DAYS = Clock.offset(NOW, Duration.ofDays(2));

    @TempDir
    Path folder;

    @Test
    void theKeyOfTheServersKeyStoreSignsIfThereIsNoOther() throws Exception {
        var tls = KeyTool.make(folder.resolve("tls.p12"), "default", "RSA");
        var keys = keys(tls, null, NOW);
        assertEquals("RS256", headers(keys.sign(claims())).getAlgorithmHeaderValue());
        assertTrue(keys.verify(keys(tls, null, NOW).sign(claims())).isPresent(), "the same on every node");
    }

    @Test
    void aFileOfItsOwnKeepsThemApart() throws Exception {
        var tls = KeyTool.make(folder.resolve("tls.p12"), "default", "RSA");
        var own = KeyTool.make(folder.resolve("signing.p12"), "a", "EC", "-groupname", "secp256r1");
        var keys = keys(tls, own, NOW);
        var token = keys.sign(claims());
        assertEquals("ES256", headers(token).getAlgorithmHeaderValue());
        assertTrue(keys.verify(token).isPresent());
        assertFalse(keys.verify(keys(tls, null, NOW).sign(claims())).isPresent(), "the key for TLS signs nothing now");
    }

    @Test
    void aNewKeySignsFromItsBeginningAndIsKnownBefore() throws Exception {
        var file = KeyTool.make(folder.resolve("signing.p12"), "old", "EC", "-groupname", "secp256r1");
        var before = keys(file, file, NOW);
        var old = before.sign(claims());
        KeyTool.make(file, "new", "RSA", "-startdate", "+1d");
        before.renew();

        assertEquals(kid(old), kid(before.sign(claims())), "not yet");
        var after = keys(file, file, IN_TWO_DAYS);
        var fresh = after.sign(claims());
        assertNotEquals(kid(old), kid(fresh));
        assertTrue(before.verify(fresh).isPresent(), "on a node whose clock is behind");
        assertTrue(after.verify(old).isPresent(), "nobody is signed out");
    }

    @Test
    void aKeyThatWasDeletedVerifiesNothing() throws Exception {
        var file = KeyTool.make(folder.resolve("signing.p12"), "old", "EC", "-groupname", "secp384r1");
        var keys = keys(file, file, NOW);
        var old = keys.sign(claims());
        assertEquals("ES384", headers(old).getAlgorithmHeaderValue());
        KeyTool.make(file, "new", "EC", "-groupname", "secp521r1");
        KeyTool.delete(file, "old");
        keys.renew();
        assertFalse(keys.verify(old).isPresent());
        assertEquals("ES512", headers(keys.sign(claims())).getAlgorithmHeaderValue());
    }

    @Test
    void aFileThatIsBrokenLaterChangesNothingAndIsReported() throws Exception {
        var file = KeyTool.make(folder.resolve("signing.p12"), "a", "RSA");
        var keys = keys(file, file, NOW);
        var token = keys.sign(claims());
        Files.writeString(file, "half a file");
        keys.renew();
        assertEquals(Optional.of("is no PKCS12 key store, or can't be read"), keys.fault());
        assertTrue(keys.verify(token).isPresent());
        Files.delete(file);
        KeyTool.make(file, "b", "RSA");
        keys.renew();
        assertEquals(Optional.empty(), keys.fault());
        assertFalse(keys.verify(token).isPresent());
    }

    @Test
    void onlyThePublicPartsArePublished() throws Exception {
        var file = KeyTool.make(folder.resolve("signing.p12"), "a", "RSA");
        KeyTool.make(file, "b", "EC", "-groupname", "secp256r1", "-startdate", "+1d");
        var keys = keys(file, file, NOW);
        var published = new JsonWebKeySet(keys.json()).getJsonWebKeys();
        assertEquals(2, published.size());
        assertFalse(keys.json().contains("\"d\""), keys.json());
        assertTrue(published.stream().map(JsonWebKey::getKeyId).anyMatch(kid(keys.sign(claims()))::equals));
        assertTrue(published.stream().allMatch(key -> "sig".equals(key.getUse()) && key.getAlgorithm() != null));
    }

    private static SigningKeys keys(Path tls, Path own, Clock clock) {
        var keys = new SigningKeys();
        keys.clock = clock;
        keys.config = new TokenConfig();
        keys.config.keyStoreLocation = tls.toString();
        keys.config.keyStorePassword = KeyTool.PASSWORD;
        keys.config.signingKeysLocation = Optional.ofNullable(own).map(Path::toString);
        keys.config.signingKeysPassword = Optional.of(KeyTool.PASSWORD);
        return keys;
    }

    private static String kid(String token) throws Exception {
        return headers(token).getKeyIdHeaderValue();
    }

    private static JsonWebSignature headers(String token) throws Exception {
        return (JsonWebSignature) JsonWebSignature.fromCompactSerialization(token);
    }

    private static JwtClaims claims() {
        var claims = new JwtClaims();
        claims.setIssuer(SigningKeys.ISSUER);
        claims.setAudience(SigningKeys.AUDIENCE);
        claims.setSubject("4711");
        claims.setExpirationTime(
                NumericDate.fromSeconds(NOW.instant().plus(Duration.ofDays(3)).getEpochSecond()));
        return claims;
    }
}
