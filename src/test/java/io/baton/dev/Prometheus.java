package io.baton.dev;

import io.baton.testing.Api;
import io.baton.testing.Await;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real Prometheus with the shipped configuration, which scrapes one server, but every second. */
public final class Prometheus implements AutoCloseable {
    public static final Path RULES = Path.of("docs/monitoring/rules.yml");
    private static final Path CONFIGURATION = Path.of("docs/monitoring/prometheus.yml");
    private static final Duration START = Duration.ofSeconds(30);
    private final Process process;
    private final Api api;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.api = new Api("http://localhost:" + port, Map.of());
    }

    /**
     * Blocks until it is ready.
     *
     * @param folder for its data
     * @param target URL of the server
     */
    public static Prometheus start(Path program, Path folder, String target) {
        try {
            var port = Ports.freeOr(0);
            var command = new ProcessBuilder(
                    program.toString(),
                    "--config.file=" + configuration(TestServer.fresh(folder), target),
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port,
                    "--log.level=warn");
            command.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.log").toFile());
            var started = new Prometheus(command.start(), port);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            Await.until("Prometheus is ready", START, started::isReady, ready -> ready);
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path configuration(Path folder, String target) throws IOException {
        var text = Files.readString(CONFIGURATION)
                .replace("localhost:9080", URI.create(target).getAuthority())
                .replace("15s", "1s")
                .replace("- rules.yml", "- " + RULES.toAbsolutePath());
        return Files.writeString(folder.resolve("prometheus.yml"), text);
    }

    private boolean isReady() {
        try {
            return api.get("/-/ready").status() == 200;
        } catch (AssertionError notYet) {
            return false;
        }
    }

    /** The result of a query now; empty: there is none. */
    public List<JsonObject> query(String query) {
        return data("/api/v1/query?query=" + Api.encoded(query))
                .getJsonArray("result")
                .getValuesAs(JsonObject.class);
    }

    /** All rules, as it has evaluated them. */
    public List<JsonObject> rules() {
        return data("/api/v1/rules").getJsonArray("groups").getValuesAs(JsonObject.class).stream()
                .flatMap(group -> group.getJsonArray("rules").stream())
                .map(JsonValue::asJsonObject)
                .toList();
    }

    private JsonObject data(String path) {
        var reply = api.get(path);
        if (reply.status() != 200) {
            throw new AssertionError(path + ": " + reply.body());
        }
        return reply.json().getJsonObject("data");
    }

    @Override
    public void close() {
        Leftovers.end(process.toHandle());
    }
}
