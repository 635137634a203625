package io.baton.bench.load;

import io.baton.dev.Programs;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Portkey's gateway from npm, which people put before providers for the same reasons as Baton. */
final class Portkey {
    private static final String VERSION = "1.15.2";
    private static final String PACKAGE = "@portkey-ai/gateway";
    /**
     * On Node.js the gateway appends headers to the response that {@code fetch} has returned, whose headers are immutable by
     * the standard.
     */
    private static final String MUTABLE_HEADERS = """
            const { fetch, Response } = globalThis;
            globalThis.fetch = async (...request) => {
              const reply = await fetch(...request);
              return new Response(reply.body, reply);
            };
            """;

    private static final String NOTE =
            PACKAGE + " " + VERSION + " from npm, one Node.js process without cache, hooks and log,"
                    + " told where the provider is by x-portkey-custom-host. Changed to make it run: what fetch() returns is copied into"
                    + " a response whose headers can be changed; without that it answered 500 (TypeError: immutable)";

    private Portkey() {}

    /**
     * Installs it on the first run.
     *
     * @param folder  where it is installed
     * @param baseUrl of the provider, before {@code /chat/completions}
     * @throws IOException if Node.js or npm are missing, or it cannot be installed, or does not start
     */
    static Way before(String baseUrl, Path folder) throws IOException, InterruptedException {
        var node = Programs.find("node").orElseThrow(() -> new IOException("Node.js is not installed"));
        var gateway = folder.resolve("node_modules/" + PACKAGE + "/build/start-server.js");
        if (!Files.exists(gateway)) {
            install(folder);
        }
        var preload = Files.writeString(folder.resolve("mutable-headers.mjs"), MUTABLE_HEADERS);
        var port = ChildProcess.freePort();
        var portkey = ChildProcess.listening(
                List.of(
                        node.toString(),
                        "--import",
                        preload.toUri().toString(),
                        gateway.toString(),
                        "--port=" + port,
                        "--headless"),
                port,
                folder.resolve("out.log"));
        var headers = "x-portkey-provider: openai\r\nx-portkey-custom-host: " + baseUrl + "\r\n";
        var url = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
        return new Way("Portkey", new Target(url, Wire.OPENAI, headers), portkey::cpu, NOTE);
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        var npm = Programs.find("npm").orElseThrow(() -> new IOException("npm is not installed"));
        Files.createDirectories(folder);
        var log = folder.resolve("npm.log");
        var exit = new ProcessBuilder(
                        npm.toString(),
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefix",
                        folder.toString(),
                        PACKAGE + "@" + VERSION)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("npm could not install " + PACKAGE + "; log: " + log);
        }
    }
}
