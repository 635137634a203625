package io.baton.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key store with the keys of Baton's own tokens, which all nodes share. Made once by the JDK's {@code keytool}. */
final class SigningKeyFile {
    static final String PASSWORD = "embedded";

    private SigningKeyFile() {}

    static Path in(Path folder) throws IOException, InterruptedException {
        var file = folder.resolve("signing-keys.p12");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "first",
                            "-keyalg",
                            "RSA",
                            "-keysize",
                            "2048",
                            "-dname",
                            "CN=Baton",
                            "-validity",
                            "3650",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool could not make " + file + ": " + said);
            }
            PrivateFiles.restrictAll(file);
        }
        return file;
    }
}
