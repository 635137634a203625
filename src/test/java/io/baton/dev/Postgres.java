package io.baton.dev;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real PostgreSQL from Maven artifacts, with durable settings, on a data folder that outlives it. */
final class Postgres implements AutoCloseable {
    /** Says that a server can't be stopped which has ended by itself. */
    private static final Logger EMBEDDED = Logger.getLogger("io.zonky.test.db.postgres");

    private static final int PATIENCE_SECONDS = 60;
    private static final String SUPERUSER = "postgres";
    private static final String PID_FILE = "postmaster.pid";
    private final EmbeddedPostgres server;
    private final Path data;

    private Postgres(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    /** Empty: somebody else has the port. Nothing has been written then. */
    static Optional<Postgres> on(Path data, int port) throws IOException {
        EMBEDDED.setLevel(Level.OFF);
        var started = new Postgres(launch(data, port), data);
        if (started.serves()) {
            return Optional.of(started);
        }
        started.close();
        endStarting(data);
        return Optional.empty();
    }

    /** Ends ours that has not got as far as its {@code postmaster.pid} yet; the next try on this folder would meet it. */
    private static void endStarting(Path data) throws IOException {
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains(data.toString()))
                .forEach(Leftovers::end);
        reap(data);
    }

    private static EmbeddedPostgres launch(Path data, int port) throws IOException {
        Files.createDirectories(data.getParent());
        var log = data.resolveSibling("postgresql.log");
        try {
            return builder(data, port, log).start();
        } catch (IOException late) {
            reap(data);
            throw new CannotStart("Waited " + PATIENCE_SECONDS + " s for PostgreSQL to answer on port " + port + ": "
                    + late.getMessage() + "\n  Log: " + log);
        }
    }

    private static EmbeddedPostgres.Builder builder(Path data, int port, Path log) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(PATIENCE_SECONDS))
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setPort(port);
    }

    /** Whether who answers has this data folder: it must read there what is in our folder, its process and its start. */
    private boolean serves() {
        try (var connection = DriverManager.getConnection(jdbcUrl(), SUPERUSER, "");
                var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_read_file('postmaster.pid')")) {
            return row.next() && identity(row.getString(1)).equals(identity(Files.readString(data.resolve(PID_FILE))));
        } catch (SQLException | IOException somebodyElse) {
            return false;
        }
    }

    /** Process, folder, start and port; what follows changes while it starts. */
    private static List<String> identity(String pidFile) {
        return pidFile.lines().limit(4).map(String::strip).toList();
    }

    /** Ends the server that a killed run left on this data folder; its first line in postmaster.pid is its id. */
    static void reap(Path data) throws IOException {
        var file = data.resolve(PID_FILE);
        if (Files.exists(file)) {
            process(file)
                    .filter(process -> process.info().command().orElse("").contains("postgres"))
                    .ifPresent(Leftovers::end);
            Files.deleteIfExists(file);
        }
    }

    private static Optional<ProcessHandle> process(Path file) throws IOException {
        return ProcessHandle.of(
                Long.parseLong(Files.readAllLines(file).getFirst().strip()));
    }

    /** Sends a signal to all its processes, in one go: those that go on first must not get ahead. */
    void signal(String name) throws IOException, InterruptedException {
        var first = process(data.resolve(PID_FILE)).orElseThrow();
        var all = Stream.concat(Stream.of(first), first.children())
                .map(each -> Long.toString(each.pid()))
                .collect(Collectors.joining(" "));
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + all).start().waitFor();
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    String user() {
        return SUPERUSER;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
