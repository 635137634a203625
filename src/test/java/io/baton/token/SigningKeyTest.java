package io.baton.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    private static final String PASSWORD = "keep it secret";

    @TempDir
    Path folder;

    @Test
    void theKeyOfTheServersKeyStoreSigns() throws IOException, InterruptedException {
        var store = keyStore("default");
        var key = signingKey(store, PASSWORD).get();

        assertNotNull(key.getPrivateKey());
        assertEquals(key.getKeyId(), signingKey(store, PASSWORD).get().getKeyId(), "the same on every node");
    }

    @Test
    void aKeyStoreThatCantBeUsedIsNamed() throws IOException, InterruptedException {
        var store = keyStore("another");
        assertComplains("RSA key named default", signingKey(store, PASSWORD));
        assertComplains(store.toString(), signingKey(store, "wrong"));
        assertComplains("missing.p12", signingKey(folder.resolve("missing.p12"), PASSWORD));
    }

    private static void assertComplains(String what, SigningKey signing) {
        var message = assertThrows(IllegalStateException.class, signing::get).getMessage();
        assertTrue(message.contains(what), message);
    }

    private static SigningKey signingKey(Path store, String password) {
        var signing = new SigningKey();
        signing.config = new TokenConfig();
        signing.config.keyStoreLocation = store.toString();
        signing.config.keyStorePassword = password;
        return signing;
    }

    private Path keyStore(String alias) throws IOException, InterruptedException {
        var store = folder.resolve("key.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        made.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        assertEquals(0, made.waitFor());
        return store;
    }
}
