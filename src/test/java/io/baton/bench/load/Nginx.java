package io.baton.bench.load;

import io.baton.dev.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real nginx that only passes on: what a proxy costs at the least. */
final class Nginx {
    private static final String CONFIGURATION = """
            daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
            events { worker_connections 8192; }
            http { access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
              server { listen 127.0.0.1:%2$d backlog=4096;
                location / { proxy_pass http://%3$s; proxy_http_version 1.1; proxy_buffering off; } } }
            """;

    private Nginx() {}

    /**
     * In a folder of its own.
     *
     * @throws IOException if it is not installed, or does not start
     */
    static Way before(URI provider, Path folder) throws IOException, InterruptedException {
        var program = Programs.find("nginx").orElseThrow(() -> new IOException("nginx is not installed"));
        Files.createDirectories(folder);
        var port = ChildProcess.freePort();
        var file = folder.resolve("nginx.conf");
        Files.writeString(file, CONFIGURATION.formatted(folder, port, provider.getAuthority()));
        var nginx = ChildProcess.listening(
                List.of(program.toString(), "-p", folder.toString(), "-c", file.toString()),
                port,
                folder.resolve("out.log"));
        var url = URI.create("http://127.0.0.1:" + port + provider.getPath());
        return new Way(
                "nginx", new Target(url, Wire.OPENAI, ""), nginx::cpu, "one process that passes everything on at once");
    }
}
