package io.baton.keyfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.token.Mint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFormatTest {
    private static final Mint RSA = new Mint();
    private static final Mint EC = Mint.onCurve(EllipticCurves.P256);

    @Test
    void aPublicKeyIsReadInEachFormat() throws InvalidKeys {
        for (var mint : List.of(RSA, EC)) {
            var jwk = mint.key().toJson(OutputControlLevel.PUBLIC_ONLY);
            var pem = pem("PUBLIC KEY", mint.key().getPublicKey());
            for (var text : List.of(
                    pem,
                    pem.replace('\n', ' '),
                    pem.replace("\n", "\\n"),
                    base64(pem),
                    jwk,
                    base64(jwk),
                    url(jwk),
                    mint.jwks(),
                    base64(mint.jwks()),
                    url(mint.jwks()) + "\n",
                    Base64.getEncoder().encodeToString(mint.key().getPublicKey().getEncoded()))) {
                assertEquals(
                        mint.key().getPublicKey(),
                        only(KeyFormat.publicKeys(text)).getPublicKey(),
                        text);
            }
        }
    }

    @Test
    void theKeyOfACertificateIsRead(@TempDir Path folder) throws Exception {
        var store = KeyTool.make(folder.resolve("keys.p12"), "default", "RSA");
        var certificate = new KeyStoreFile(store.toString(), KeyTool.PASSWORD)
                .entry("default")
                .orElseThrow()
                .certificate();
        assertEquals(
                certificate.getPublicKey(),
                only(KeyFormat.publicKeys(pem("CERTIFICATE", certificate.getEncoded())))
                        .getPublicKey());
    }

    @Test
    void aSetMayHaveKeysOfOtherKinds() throws InvalidKeys {
        var set = RSA.jwks()
                .replace("]}", ",{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\"},{\"kty\":\"oct\",\"k\":\"AA\"}]}");
        assertEquals(1, KeyFormat.publicKeys(set).size());
    }

    @Test
    void aPrivateKeyIsNoPublicOne() {
        var jwk = RSA.key().toJson(OutputControlLevel.INCLUDE_PRIVATE);
        for (var text : List.of(
                jwk,
                url(jwk),
                "{\"keys\":[" + jwk + "]}",
                pem("PRIVATE KEY", RSA.key().getPrivateKey()))) {
            assertRefused("holds a private key; only the public one may be there", text);
        }
    }

    @Test
    void aPrivateKeyIsReadWhereOneIsNeeded() throws InvalidKeys {
        var jwk = RSA.key().toJson(OutputControlLevel.INCLUDE_PRIVATE);
        for (var text : List.of(jwk, base64(jwk), pem("PRIVATE KEY", RSA.key().getPrivateKey()))) {
            assertEquals(
                    RSA.key().getPrivateKey(), only(KeyFormat.privateKeys(text)).getPrivateKey());
        }
        assertThrows(InvalidKeys.class, () -> KeyFormat.privateKeys(RSA.jwks()));
    }

    @Test
    void whatIsNoKeyIsRefusedInWordsThatDoNotQuoteIt() {
        var nothing = "holds no key in PEM, JWK or JWKS, nor one of these in Base64";
        for (var text : List.of("", "secret", "{}", "{\"kty\":\"RSA\"}", "{\"keys\":5}", "[]", "{", "AAAA", "<html>")) {
            assertRefused(nothing, text);
        }
        assertRefused("holds a set without any RSA or EC key", "{\"keys\":[]}");
        assertRefused("holds a PEM block without its end", "-----BEGIN PUBLIC KEY-----\nAAAA");
        assertRefused(nothing, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----");
    }

    @Test
    void aShortKeyIsRefused() throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        assertRefused(
                "holds an RSA key of 1024 bits; at least 2048 are needed",
                pem("PUBLIC KEY", generator.generateKeyPair().getPublic()));
    }

    @Test
    void keysAreFoundInFilesAndInTheApplication(@TempDir Path folder) throws IOException, InvalidKeys {
        var file = Files.writeString(folder.resolve("keys.json"), RSA.jwks());
        assertEquals(RSA.jwks(), new KeyLocation(file.toString()).read());
        assertEquals(RSA.jwks(), new KeyLocation(file.toUri().toString()).read());
        assertTrue(new KeyLocation("META-INF/microprofile-config.properties")
                .read()
                .contains("baton"));
        assertTrue(new KeyLocation("https://issuer.example/keys").isRemote());
        for (var missing :
                List.of(folder.resolve("missing").toString(), "file:///missing", "smb://host/key", "\u0000")) {
            assertThrows(InvalidKeys.class, () -> new KeyLocation(missing).read(), missing);
        }
    }

    private static void assertRefused(String message, String text) {
        assertEquals(
                message,
                assertThrows(InvalidKeys.class, () -> KeyFormat.publicKeys(text), text)
                        .getMessage());
    }

    private static <T> T only(List<T> list) {
        assertEquals(1, list.size());
        return list.getFirst();
    }

    private static String pem(String kind, Key key) {
        return pem(kind, key.getEncoded());
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                        .encodeToString(content)
                + "\n-----END " + kind + "-----\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
