package io.baton.dev;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One Open Liberty server with Baton in it, as a process of its own. */
final class Liberty implements AutoCloseable {
    private static final String NAME = "baton";
    private static final int PATIENCE_SECONDS = 120;
    private final Process process;
    private final Path folder;
    private final int httpPort;

    private Liberty(Process process, Path folder, int httpPort) {
        this.process = process;
        this.folder = folder;
        this.httpPort = httpPort;
    }

    /**
     * Lays out a server's folder: configuration from {@code liberty/}, the JDBC driver, the embedded users and the
     * environment.
     *
     * @param users       becomes WLP_USER_DIR
     * @param name        the server's
     * @param environment becomes {@code server.env}
     */
    static void lay(Path users, String name, Map<String, String> environment) throws IOException {
        var server = Files.createDirectories(users.resolve("servers").resolve(name));
        var overrides = Files.createDirectories(server.resolve("configDropins/overrides"));
        var drivers = Files.createDirectories(users.resolve("shared/resources/jdbc"));
        var config = Path.of("liberty");
        copy(config.resolve("server.xml"), server);
        copy(config.resolve("application.xml"), server);
        copy(config.resolve("jvm.options"), server);
        copy(config.resolve("embedded-users.xml"), overrides);
        copy(driver(), drivers);
        Files.writeString(
                server.resolve("server.env"),
                environment.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    /** The same, but without the application, which Arquillian brings, and with the connector that it comes through. */
    static void layForArquillian(Path users, String name, Map<String, String> environment) throws IOException {
        lay(users, name, environment);
        Files.writeString(users.resolve("servers").resolve(name).resolve("application.xml"), """
                <server>
                  <featureManager>
                    <feature>localConnector-1.0</feature>
                  </featureManager>
                </server>
                """);
    }

    /** Starts the process; {@link #awaitReady} says when it can be used. */
    static Liberty start(Path home, Path users, Map<String, String> environment) throws IOException {
        lay(users, NAME, environment);
        var command = new ProcessBuilder(home.resolve("bin/server").toString(), "run", NAME);
        command.environment().put("WLP_USER_DIR", users.toString());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.redirectErrorStream(true)
                .redirectOutput(users.resolve("console.log").toFile());
        return new Liberty(command.start(), users, Integer.parseInt(environment.get("HTTP_PORT")));
    }

    /** Blocks until the application answers. @throws CannotStart if it never will, with the server's own words */
    void awaitReady() throws IOException, InterruptedException {
        var console = new Console(folder.resolve("console.log"));
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!ready()) {
            var failure = console.failure();
            if (failure.isPresent() || !process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new CannotStart("Open Liberty did not become ready: "
                        + console.failure().orElse("it did not say why") + "\n  Log: " + console.log());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean ready() {
        try {
            var connection = (HttpURLConnection)
                    URI.create(url() + "/health/ready").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path driver() {
        try {
            return Path.of(org.postgresql.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (java.net.URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    String url() {
        return "http://localhost:" + httpPort;
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        Leftovers.end(process.toHandle());
    }
}
