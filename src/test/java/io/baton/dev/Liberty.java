package io.baton.dev;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One Open Liberty server with Baton in it, as a process of its own. */
final class Liberty implements AutoCloseable {
    private static final String NAME = "baton";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST_SAID = 500;
    private final Process process;
    private final Path folder;
    private final int httpPort;
    /** What was still missing when it was last looked at. */
    private String waitedFor;

    private Liberty(Process process, Path folder, int httpPort) {
        this.process = process;
        this.folder = folder;
        this.httpPort = httpPort;
        waitedFor = "its log does not say that it listens on port " + httpPort;
    }

    /**
     * Lays out a server's folder: configuration from {@code liberty/}, the JDBC driver, the users and the
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
        copy(config.resolve("bootstrap.properties"), server);
        copy(config.resolve(environment.containsKey("LDAP_HOST") ? "ldap.xml" : "embedded-users.xml"), overrides);
        copy(driver(), drivers);
        PrivateFiles.write(
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
        removeSettings(command.environment());
        command.environment().put("WLP_USER_DIR", users.toString());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("JVM_ARGS", System.getProperty("baton.server.jvm", ""));
        command.redirectErrorStream(true)
                .redirectOutput(users.resolve("console.log").toFile());
        return new Liberty(command.start(), users, Integer.parseInt(environment.get("HTTP_PORT")));
    }

    /** What is meant for the server is in server.env; what else is exported here, such as a key, is not. */
    static void removeSettings(Map<String, String> inherited) {
        inherited.keySet().removeAll(Settings.in(inherited).given().keySet());
    }

    void awaitReady() throws IOException, InterruptedException {
        awaitReady(PATIENCE);
    }

    /**
     * Blocks until the application answers.
     *
     * @throws PortTaken   where another server was faster
     * @throws CannotStart where it never will, with the server's own words or how long was waited
     */
    void awaitReady(Duration patience) throws IOException, InterruptedException {
        var console = new Console(folder.resolve("console.log"));
        var began = System.nanoTime();
        while (!(console.saysThatItListensOn(httpPort) && ready())) {
            var failure = console.failure();
            var late = System.nanoTime() - began > patience.toNanos();
            if (failure.isPresent() || !process.isAlive() || late) {
                var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
                close();
                throw failure.filter(Console::isTakenPort).isPresent()
                        ? new PortTaken(failure.get())
                        : notReady(console, seconds);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private CannotStart notReady(Console console, long seconds) throws IOException {
        var why = console.failure().orElse(waitedFor);
        return new CannotStart(
                "Open Liberty was not ready after " + seconds + " s: " + why + "\n  Log: " + console.log());
    }

    private boolean ready() {
        try {
            var connection = (HttpURLConnection)
                    URI.create(url() + "/health/ready").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            var status = connection.getResponseCode();
            waitedFor = "/health/ready says " + status + " " + said(connection);
            return status == 200;
        } catch (IOException notYet) {
            waitedFor = "/health/ready does not answer: " + notYet.getMessage();
            return false;
        }
    }

    /** Which of its checks are down. */
    private static String said(HttpURLConnection connection) throws IOException {
        try (var body = connection.getErrorStream()) {
            return body == null ? "" : new String(body.readNBytes(MOST_SAID), StandardCharsets.UTF_8);
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
