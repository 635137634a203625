package io.baton.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./mvnw}: starts everything and stays until Ctrl-C. With {@code second} as its third argument it starts one more
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

    private Start() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var home = Path.of(arguments[0]);
        var application = Path.of(arguments[1]);
        var second = arguments.length > 2 && arguments[2].equals("second");
        var began = System.nanoTime();
        var node = second ? "node2" : "node1";
        var leftovers = new Leftovers(DATA.resolve("run"));
        leftovers.reap(node);
        if (second) {
            run(node, home, application, new Ready(shared(), () -> {}), began, leftovers);
        } else {
            OUT.println("Starting PostgreSQL, Redis and the scripted providers (data in .baton) …");
            var services = Services.start(DATA, settings(), true);
            publish(services.environment());
            run(node, home, application, new Ready(services.environment(), services::close), began, leftovers);
        }
    }

    /** The services' environment, and how to stop them. */
    private record Ready(Map<String, String> environment, Runnable stop) {}

    private static void run(String node, Path home, Path application, Ready services, long began, Leftovers leftovers)
            throws IOException, InterruptedException {
        var environment = new HashMap<>(services.environment());
        var offset = node.equals("node1") ? 0 : 1;
        environment.putIfAbsent("HTTP_PORT", Integer.toString(Ports.freeOr(9080 + offset)));
        environment.putIfAbsent("HTTPS_PORT", Integer.toString(Ports.freeOr(9443 + offset)));
        environment.put("BATON_APPLICATION", application.toString());
        OUT.println("Starting Open Liberty with Baton …");
        Liberty liberty;
        try {
            liberty = Liberty.start(home, DATA.resolve(node), environment);
        } catch (IOException | InterruptedException failed) {
            services.stop().run();
            throw failed;
        }
        leftovers.remember(node, liberty.process().toHandle());
        var stop = new Thread(() -> {
            OUT.println("Stopping …");
            liberty.close();
            services.stop().run();
            forget(leftovers, node);
        });
        Runtime.getRuntime().addShutdownHook(stop);
        greet(liberty, environment, began);
        watch(liberty);
    }

    /** Stays while both the server and whoever started us live; a killed Maven ends us too. */
    private static void watch(Liberty liberty) throws InterruptedException {
        var parent = ProcessHandle.current().parent();
        while (liberty.process().isAlive() && parent.map(ProcessHandle::isAlive).orElse(true)) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        System.exit(liberty.process().isAlive() ? 0 : 1);
    }

    private static void greet(Liberty liberty, Map<String, String> environment, long began) {
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
                DATA.resolve("node*/console.log"));
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

    private static void forget(Leftovers leftovers, String node) {
        try {
            leftovers.forget(node);
        } catch (IOException unimportant) {
            OUT.println("Could not remove the process file of " + node);
        }
    }
}
