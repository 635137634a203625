package io.baton.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** A real nginx that only passes on: what a proxy costs at the least. */
record BareProxy(Process process, int port) implements AutoCloseable {
    private static final String CONFIGURATION = """
            daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
            events { worker_connections 4096; }
            http { access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
              server { listen 127.0.0.1:%2$d;
                location / { proxy_pass http://%3$s; proxy_http_version 1.1; proxy_buffering off; } } }
            """;

    /** Empty: nginx is not installed. */
    static Optional<BareProxy> before(URI target) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("nginx");
        var port = freePort();
        var file = folder.resolve("nginx.conf");
        Files.writeString(file, CONFIGURATION.formatted(folder, port, target.getAuthority()));
        try {
            var process = new ProcessBuilder("nginx", "-p", folder.toString(), "-c", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            Thread.sleep(Duration.ofSeconds(1));
            return process.isAlive() ? Optional.of(new BareProxy(process, port)) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** So far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
