package io.baton.dev;

import io.baton.scripted.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole Baton for tests: fresh services and one server, started at first use and stopped with the JVM. Limits are so
 * high that they are only met where a test means to.
 */
public final class TestServer {
    private static TestServer instance;
    private final Services services;
    private final Path folder;
    private final Map<String, String> settings;
    private final Issuer issuer = new Issuer();
    private final int blogPort = Ports.freeOr(0);
    private final int mailPort = Ports.freeOr(0);
    private final TestNode node;
    private int nodes;

    private TestServer(String name, Map<String, String> special) throws IOException, InterruptedException {
        folder = fresh(Path.of(System.getProperty("baton.folder"), name));
        settings = new HashMap<>(usual());
        settings.put("CORS_ALLOWED_ORIGINS", "https://blog.example," + blogOrigin());
        List.of("", "_PER_NAME", "_PER_ADDRESS")
                .forEach(each -> settings.put("BATON_SIGN_IN_ATTEMPTS" + each, "100000"));
        // A server of a test that is over has nobody to wait for.
        settings.put("DRAIN_NOTICE", "PT0S");
        settings.put("DRAIN_WINDOW", "PT0S");
        settings.put("ALERTS_MAIL_PORT", Integer.toString(mailPort));
        settings.putAll(special);
        services = new Services(folder, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(services::close));
        services.start(false);
        node = startNode(Map.of());
    }

    /** The one server of this JVM. */
    public static synchronized TestServer running() {
        if (instance == null) {
            try {
                instance = new TestServer("outside", alerts());
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException("the server for the tests did not start", failed);
            }
        }
        return instance;
    }

    /** Another one, with services of its own in a folder of that name and settings that win over the usual ones. */
    public static TestServer start(String name, Map<String, String> special) {
        try {
            return new TestServer(name, special);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("the server " + name + " did not start", failed);
        }
    }

    /**
     * Starts one more node on the same services.
     *
     * @param special settings that win
     */
    public TestNode anotherNode(Map<String, String> special) {
        try {
            return startNode(special);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("another node did not start", failed);
        }
    }

    private TestNode startNode(Map<String, String> special) throws IOException, InterruptedException {
        nodes++;
        var environment = new HashMap<>(services.environment());
        environment.putAll(issuer.publish(folder));
        environment.put("BATON_APPLICATION", System.getProperty("baton.exploded"));
        environment.putAll(special);
        return Ports.claim(0, port -> {
            environment.put("HTTP_PORT", Integer.toString(port));
            environment.put("HTTPS_PORT", Integer.toString(Ports.freeOr(0)));
            return node(folder.resolve(nodes == 1 ? "node" : "node" + nodes), environment);
        });
    }

    private static Optional<TestNode> node(Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        try {
            return Optional.of(new TestNode(folder, environment));
        } catch (PortTaken byAnother) {
            return Optional.empty();
        }
    }

    /** The node that was started with the services. */
    public TestNode node() {
        return node;
    }

    /** A load balancer before that node and another one. */
    public Balancer balancer(TestNode other) {
        return balancer(node, other);
    }

    /** A load balancer before two nodes. */
    public Balancer balancer(TestNode one, TestNode other) {
        try {
            return Balancer.start(folder.resolve("haproxy.log"), Ports.freeOr(0), List.of(one.url(), other.url()));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("the load balancer did not start", failed);
        }
    }

    /** Where a page of another origin may be served from, which the server lets call. */
    public String blogOrigin() {
        return "http://127.0.0.1:" + blogPort;
    }

    private static Map<String, String> usual() {
        return Map.of(
                "LIMITS_PROVIDER_REQUESTS_PER_MINUTE", "20000",
                "LIMITS_MODEL_REQUESTS_PER_MINUTE", "100000",
                "LIMITS_MODEL_ERRORS_PER_FIVE_MINUTES", "100000",
                "LIMITS_USER_REQUESTS_PER_MINUTE", "20000",
                "LIMITS_USER_SIMULTANEOUS_ANSWERS", "100000",
                "LIMITS_USER_SIMULTANEOUS_READERS", "100000",
                "CHAT_UNREAD_GRACE", "PT3S",
                "CHAT_HEARTBEAT", "PT1S",
                "WARM_UP_ROUNDS", "0");
    }

    /** Alerts as usual, but faster, and to receivers on this machine. */
    private static Map<String, String> alerts() {
        return Map.of(
                "ALERTS_PERIOD", "PT1S",
                "ALERTS_WINDOW", "PT6S",
                "ALERTS_CALM", "PT2S",
                "ALERTS_DELIVERY_ALLOWED_HOSTS", "127.0.0.1",
                "ALERTS_DELIVERY_TIMEOUT", "PT1S",
                "ALERTS_DELIVERY_LONGEST_PAUSE", "PT1S",
                "ALERTS_MAIL_HOST", "127.0.0.1",
                "ALERTS_MAIL_SECURITY", "none",
                "ALERTS_MAIL_FROM", "baton@blog.example");
    }

    /** Where nodes expect a mail server. */
    public int mailPort() {
        return mailPort;
    }

    /** An empty folder: a test must not find what another run has left. */
    static Path fresh(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /** Without a slash at its end. */
    public String url() {
        return node.url();
    }

    /** An outside issuer that the server believes. */
    public Issuer issuer() {
        return issuer;
    }

    /** What the nodes share. */
    public Services services() {
        return services;
    }

    public ScriptedProvider scripted() {
        return services.scripted();
    }

    /** What the server was started with: DB_URL, REDIS_URL and so on. */
    public Map<String, String> environment() {
        return services.environment();
    }
}
