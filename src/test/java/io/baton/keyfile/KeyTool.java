package io.baton.keyfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK's own tool for key stores. */
public final class KeyTool {
    public static final String PASSWORD = "keep it secret";

    private KeyTool() {}

    /** Adds a key pair; makes the file if there is none. {@code algorithm}: RSA, EC and so on; {@code more}: options. */
    public static Path make(Path store, String alias, String algorithm, String... more)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keyalg", algorithm, "-dname", "CN=" + alias));
        command.addAll(List.of(more));
        run(store, command);
        return store;
    }

    public static void delete(Path store, String alias) throws IOException, InterruptedException {
        run(store, List.of("-delete", "-alias", alias));
    }

    private static void run(Path store, List<String> what) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(what);
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + what);
        }
    }
}
