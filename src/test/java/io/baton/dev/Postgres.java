package io.baton.dev;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real PostgreSQL from Maven artifacts, with durable settings, on a data folder that outlives it. */
final class Postgres implements AutoCloseable {
    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static Postgres start(Path data, int port) throws IOException {
        Files.createDirectories(data.getParent());
        return new Postgres(EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setPort(port)
                .start());
    }

    /** Ends the server that a killed run left on this data folder; its first line in postmaster.pid is its id. */
    static void reap(Path data) throws IOException {
        var file = data.resolve("postmaster.pid");
        if (Files.exists(file)) {
            var pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            ProcessHandle.of(pid)
                    .filter(process -> process.info().command().orElse("").contains("postgres"))
                    .ifPresent(Leftovers::end);
            Files.deleteIfExists(file);
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    String user() {
        return "postgres";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
