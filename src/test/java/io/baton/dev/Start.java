package io.baton.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code ./mvnw}: starts everything and stays until Ctrl-C. With {@code 2} as its third argument it starts one more
 * node against the services of the first.
 */
public final class Start {
    private static final PrintStream OUT = System.out;
    private static final Path DATA = Path.of(".baton").toAbsolutePath();
    private static final Path SHARED = DATA.resolve("services.properties");
    private static final List<String> SETTINGS =
            List.of("DB_URL", "DB_USER", "DB_PASSWORD", "REDIS_URL", "HTTP_PORT", "HTTPS_PORT", "CORS_ALLOWED_ORIGINS");
    private static final List<String> SETTING_PREFIXES =
            List.of("QWEN_", "GEMMA_", "OPENAI_", "MP_", "LIMITS_", "ROUTING_", "BATON_", "CHAT_", "USAGE_");

    private final String node;
    private final Path home;
    private final Path application;
    private final long began = System.nanoTime();
    private final Leftovers leftovers = new Leftovers(DATA.resolve("run"));
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    private Start(String node, Path home, Path application) {
        this.node = node;
        this.home = home;
        this.application = application;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        var home = Path.of(arguments[0]);
        var application = Path.of(arguments[1]);
        var second = arguments[2].equals("2");
        var node = arguments[2].equals("2") ? "node2" : "node1";
        new Start(node, home, application).run();
    }

    private void run() throws IOException, InterruptedException {
        leftovers.reap(node);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        var environment = new HashMap<>(node.equals("node1") ? startServices() : shared());
        var offset = node.equals("node1") ? 0 : 1;
        environment.putIfAbsent("HTTP_PORT", Integer.toString(Ports.freeOr(9080 + offset)));
        environment.putIfAbsent("HTTPS_PORT", Integer.toString(Ports.freeOr(9443 + offset)));
        environment.put("BATON_APPLICATION", application.toString());
        OUT.println("Starting Open Liberty with Baton …");
        var liberty = Liberty.start(home, DATA.resolve(node), environment);
        running.push(liberty);
        leftovers.remember(node, liberty.process().toHandle());
        liberty.awaitReady();
        greet(liberty, environment);
        watch(liberty);
    }

    private Map<String, String> startServices() throws IOException, InterruptedException {
        OUT.println("Starting PostgreSQL, Redis and the scripted providers (data in .baton) …");
        var services = new Services(DATA, settings());
        running.push(services);
        services.start(true);
        publish(services.environment());
        return services.environment();
    }

    /** Last started, first stopped: the server can still store what it has to. */
    private void stop() {
        OUT.println("Stopping …");
        for (var each = running.poll(); each != null; each = running.poll()) {
            try {
                each.close();
            } catch (Exception stuck) {
                OUT.println("could not stop " + each.getClass().getSimpleName() + ": " + stuck.getMessage());
            }
        }
        try {
            leftovers.forget(node);
        } catch (IOException unimportant) {
            OUT.println("could not remove the process file of " + node);
        }
    }

    /** Stays while both the server and whoever started us live; a killed Maven ends us too. */
    private static void watch(Liberty liberty) throws InterruptedException {
        var parent = ProcessHandle.current().parent();
        while (liberty.process().isAlive() && parent.map(ProcessHandle::isAlive).orElse(true)) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        System.exit(liberty.process().isAlive() ? 0 : 1);
    }

    private void greet(Liberty liberty, Map<String, String> environment) {
        OUT.printf(
                """

                Baton is ready after %d s.
                  Chat      %s/
                  Console   %s/console/
                  API       %s/openapi/ui
                  Logins    author/author, reader/reader, admin/admin
                  Database  %s
                  Redis     %s
                  Log       %s
                Ctrl-C stops everything.
                %n""",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                liberty.url(),
                liberty.url(),
                liberty.url(),
                environment.get("DB_URL"),
                environment.get("REDIS_URL"),
                DATA.resolve(node).resolve("console.log"));
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        System.getenv().forEach((name, value) -> {
            if (SETTINGS.contains(name) || SETTING_PREFIXES.stream().anyMatch(name::startsWith)) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    private static void publish(Map<String, String> environment) throws IOException {
        var properties = new Properties();
        properties.putAll(environment);
        properties.remove("HTTP_PORT");
        properties.remove("HTTPS_PORT");
        try (var out = Files.newBufferedWriter(SHARED)) {
            properties.store(out, "What a further node needs");
        }
    }

    private static Map<String, String> shared() throws IOException {
        if (!Files.exists(SHARED)) {
            throw new IOException("Start the first node before the second: ./mvnw");
        }
        var properties = new Properties();
        try (var in = Files.newBufferedReader(SHARED)) {
            properties.load(in);
        }
        var environment = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> environment.put(name, properties.getProperty(name)));
        Optional.ofNullable(System.getenv("HTTP_PORT")).ifPresent(port -> environment.put("HTTP_PORT", port));
        Optional.ofNullable(System.getenv("HTTPS_PORT")).ifPresent(port -> environment.put("HTTPS_PORT", port));
        return environment;
    }
}
