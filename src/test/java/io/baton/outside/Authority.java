package io.baton.outside;

import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocketFactory;

/** A certificate authority that only a company knows, made with the JDK's keytool. */
final class Authority {
    private static final String PASSWORD = "password";
    private final Path folder;

    /** @param folder which it fills; empty */
    Authority(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Authority", "-ext", "bc:c", "-keystore", file("ca.p12"));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", file("ca.pem"), "-keystore", file("ca.p12"));
    }

    /** Its certificate, as PEM. */
    Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** For a server on this machine, with a certificate that the authority has signed. */
    SSLServerSocketFactory server() throws IOException, InterruptedException, GeneralSecurityException {
        var store = file("server.p12");
        keytool("-genkeypair", "-alias", "server", "-dname", "CN=directory", "-keystore", store);
        keytool("-certreq", "-alias", "server", "-file", file("server.csr"), "-keystore", store);
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-infile",
                file("server.csr"),
                "-outfile",
                file("server.pem"),
                "-keystore",
                file("ca.p12"));
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", file("ca.pem"), "-keystore", store);
        keytool("-importcert", "-noprompt", "-alias", "server", "-file", file("server.pem"), "-keystore", store);
        var keys = new KeyStoreKeyManager(store, PASSWORD.toCharArray(), "PKCS12", "server");
        return new SSLUtil(keys, null).createSSLServerSocketFactory();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var generates =
                List.of(arguments).contains("-genkeypair") ? Stream.of("-keyalg", "EC") : Stream.<String>empty();
        var command = Stream.of(
                        Stream.of(program),
                        Stream.of(arguments),
                        generates,
                        Stream.of("-storetype", "PKCS12", "-storepass", PASSWORD))
                .flatMap(each -> each)
                .toList();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }
}
