package io.baton.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.keyfile.KeyTool;
import io.baton.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What refuses the start, in words. */
class TokenSettingsTest {
    private static final Mint MINT = new Mint();

    @TempDir
    Path folder;

    @Test
    void noIssuerAtAllIsFineAndSoIsAWholeOne() {
        assertFaults(Map.of());
        assertFaults(issuer(Map.of()));
        assertFaults(issuer(Map.of("mp.jwt.verify.publickey.algorithm", "RS256,ES256")));
    }

    @Test
    void whatAnIssuerNeedsIsAskedFor() {
        assertFaults(
                Map.of("mp.jwt.verify.clock.skew", "5"),
                "MP_JWT_VERIFY_ISSUER: must be set for an issuer of tokens: the issuer, exactly as in its tokens",
                "MP_JWT_VERIFY_AUDIENCES: must be set for an issuer of tokens: the audiences, of which its tokens must have one",
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION: must be set for an issuer of tokens: where the issuer's public keys are");
        assertFaults(
                Map.of(
                        "baton.issuers",
                        "b",
                        "baton.issuer.b.verify.issuer",
                        "b",
                        "baton.issuer.b.verify.publickey",
                        MINT.jwks()),
                "BATON_ISSUER_B_VERIFY_AUDIENCES: must be set for an issuer of tokens: the audiences, of which its tokens must have one");
    }

    @Test
    void aKeyIsInOnePlace() {
        assertFaults(
                issuer(Map.of("mp.jwt.verify.publickey.location", "/keys")),
                "MP_JWT_VERIFY_PUBLICKEY: must not be set together with MP_JWT_VERIFY_PUBLICKEY_LOCATION");
    }

    @Test
    void aKeyThatCantBeReadIsRefusedWithTheReason() throws Exception {
        assertFaults(
                issuer(Map.of("mp.jwt.verify.publickey", MINT.key().toJson(OutputControlLevel.INCLUDE_PRIVATE))),
                "MP_JWT_VERIFY_PUBLICKEY: must be a public key, but it holds a private key; only the public one may be there");
        var file = Files.writeString(folder.resolve("keys"), "rubbish");
        assertFaults(
                located(file.toString()),
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION: must be a public key, but it holds no key in PEM, JWK or JWKS, nor one of these in Base64");
        assertFaults(
                located(folder.resolve("missing").toString()),
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION: must be a public key, but it is no file, or a very long one");
        assertFaults(located("https://issuer.example/keys"));
    }

    @Test
    void aKeyFitsTheAlgorithms() {
        assertFaults(
                issuer(Map.of("mp.jwt.verify.publickey.algorithm", "ES256,ES384")),
                "MP_JWT_VERIFY_PUBLICKEY: must be a key for ES256, ES384, see MP_JWT_VERIFY_PUBLICKEY_ALGORITHM");
    }

    @Test
    void thePrivateKeyIsAFile() throws Exception {
        assertFaults(
                issuer(Map.of("mp.jwt.decrypt.key.location", "https://issuer.example/private")),
                "MP_JWT_DECRYPT_KEY_LOCATION: must be a file with a private key, but it is an address; a private key must not be sent over a network");
        var file = Files.writeString(folder.resolve("public.json"), MINT.jwks());
        assertFaults(
                issuer(Map.of("mp.jwt.decrypt.key.location", file.toString())),
                "MP_JWT_DECRYPT_KEY_LOCATION: must be a file with a private key, but it holds a public key; the private one is needed");
    }

    @Test
    void anIssuerHasOneSetOfSettings() {
        var twice = new HashMap<>(issuer(Map.of("baton.issuers", "b")));
        twice.put("baton.issuer.b.verify.issuer", Mint.ISSUER);
        twice.put("baton.issuer.b.verify.audiences", "x");
        twice.put("baton.issuer.b.verify.publickey", MINT.jwks());
        assertFaults(twice, "BATON_ISSUER_B_VERIFY_ISSUER=https://issuer.example: must be the name of one issuer only");
        assertFaults(
                issuer(Map.of("mp.jwt.verify.issuer", "urn:baton")),
                "MP_JWT_VERIFY_ISSUER=urn:baton: must be the name of one issuer only");
    }

    @Test
    void settingsOfAnIssuerThatIsNotListedAreNoticed() {
        assertFaults(
                Map.of("BATON_ISSUER_PARTNR_VERIFY_ISSUER", "x"),
                "BATON_ISSUER_PARTNR_VERIFY_ISSUER: must be about an issuer that BATON_ISSUERS names");
    }

    @Test
    void keyStoresCanBeOpenedAndHoldWhatIsNeeded() throws Exception {
        var tls = KeyTool.make(folder.resolve("tls.p12"), "default", "RSA");
        assertStores(tls, KeyTool.PASSWORD, Map.of());
        assertStores(
                tls,
                "wrong",
                Map.of(),
                "BATON_KEY_STORE_LOCATION=" + tls
                        + ": must be a PKCS12 key store that BATON_KEY_STORE_PASSWORD opens, but it can't be opened with the password");
        var other = KeyTool.make(folder.resolve("other.p12"), "another", "RSA");
        assertStores(
                other,
                KeyTool.PASSWORD,
                Map.of(),
                "BATON_KEY_STORE_LOCATION=" + other
                        + ": must be a PKCS12 key store that BATON_KEY_STORE_PASSWORD opens, but it holds no key pair named default");
        assertStores(folder.resolve("made-by-the-server.p12"), "any", Map.of());
        assertStores(
                tls.resolve("below-a-file.p12"),
                "any",
                Map.of(),
                "BATON_KEY_STORE_LOCATION=" + tls.resolve("below-a-file.p12")
                        + ": must be a PKCS12 key store that BATON_KEY_STORE_PASSWORD opens, but it does not exist, and can't be made there");
    }

    @Test
    void theFileOfSigningKeysIsThereAndItsKeysHaveBegun() throws Exception {
        var tls = KeyTool.make(folder.resolve("tls.p12"), "default", "RSA");
        var missing = folder.resolve("missing.p12");
        assertStores(tls, KeyTool.PASSWORD, signing(missing), signingFault(missing, "does not exist"));
        var later =
                KeyTool.make(folder.resolve("later.p12"), "a", "EC", "-groupname", "secp256r1", "-startdate", "+1d");
        assertStores(
                tls,
                KeyTool.PASSWORD,
                signing(later),
                signingFault(later, "holds only keys whose certificates have not begun"));
        var weak = KeyTool.make(folder.resolve("weak.p12"), "w", "RSA", "-keysize", "1024");
        assertStores(
                tls,
                KeyTool.PASSWORD,
                signing(weak),
                signingFault(
                        weak,
                        "holds a key w that is neither RSA of at least 2,048 bits nor EC of P-256, P-384 or P-521"));
        var good = KeyTool.make(folder.resolve("good.p12"), "a", "EC", "-groupname", "secp256r1");
        assertStores(tls, KeyTool.PASSWORD, signing(good));
    }

    private static Map<String, String> signing(Path file) {
        return Map.of("baton.signing-keys.location", file.toString(), "baton.signing-keys.password", KeyTool.PASSWORD);
    }

    private static String signingFault(Path file, String why) {
        return "BATON_SIGNING_KEYS_LOCATION=" + file
                + ": must be a PKCS12 key store that BATON_SIGNING_KEYS_PASSWORD opens, but it " + why;
    }

    private static void assertStores(Path tls, String password, Map<String, String> special, String... faults) {
        var settings = new HashMap<>(special);
        settings.put("baton.key-store.location", tls.toString());
        settings.put("baton.key-store.password", password);
        assertEquals(List.of(faults), new KeyStoreRule().faults(new Settings(settings)));
    }

    private static Map<String, String> issuer(Map<String, String> special) {
        var settings = new HashMap<>(Map.of(
                "mp.jwt.verify.issuer", Mint.ISSUER,
                "mp.jwt.verify.audiences", Mint.AUDIENCE,
                "mp.jwt.verify.publickey", MINT.jwks()));
        settings.putAll(special);
        return settings;
    }

    private static Map<String, String> located(String keys) {
        return Map.of(
                "mp.jwt.verify.issuer", Mint.ISSUER,
                "mp.jwt.verify.audiences", Mint.AUDIENCE,
                "mp.jwt.verify.publickey.location", keys);
    }

    private static void assertFaults(Map<String, String> settings, String... faults) {
        assertEquals(List.of(faults), new IssuerRule().faults(new Settings(settings)));
    }
}
