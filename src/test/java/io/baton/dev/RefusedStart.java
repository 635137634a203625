package io.baton.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A start that must fail for what is configured. There are no services: it must be refused before any is needed.
 *
 * @param status  with which the server ended
 * @param refused the settings, each with what is allowed
 * @param console all that it wrote
 */
public record RefusedStart(int status, List<String> refused, String console) {
    /** Blocks until the server has ended by itself. */
    public static RefusedStart with(Map<String, String> special) throws IOException, InterruptedException {
        var folder = TestServer.fresh(Path.of(System.getProperty("baton.folder"), "refused"));
        var environment = new TreeMap<>(Map.of(
                "HTTP_PORT", Integer.toString(Ports.freeOr(0)),
                "HTTPS_PORT", Integer.toString(Ports.freeOr(0)),
                "DB_URL", "jdbc:postgresql://127.0.0.1:1/nobody",
                "REDIS_URL", "redis://127.0.0.1:1",
                "BATON_KEY_STORE_LOCATION", folder.resolve("keys.p12").toString(),
                "BATON_KEY_STORE_PASSWORD", "embedded",
                "BATON_APPLICATION", System.getProperty("baton.exploded")));
        environment.putAll(special);
        try (var server = Liberty.start(Path.of(System.getProperty("liberty.home")), folder, environment)) {
            var status = server.process().waitFor();
            var log = folder.resolve("console.log");
            return new RefusedStart(status, new Console(log).refused(), Files.readString(log));
        }
    }
}
