package io.baton.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code ./mvnw}: starts everything and stays until Ctrl-C. With {@code 2} as its third argument it starts one more
 * node against the services of the first; with {@code both} two nodes and a load balancer before them. Exits with 1 where it
 * can't, having said why.
 */
public final class Start {
    private static final PrintStream OUT = System.out;
    private static final Path DATA = Path.of(".baton").toAbsolutePath();
    private static final Path RUN = DATA.resolve("run");
    private static final Path SHARED = DATA.resolve("services.properties");
    private static final String FIRST = "node1";
    private static final String SECOND = "node2";
    private static final String BALANCER = "haproxy";
    private static final int BALANCER_PORT = 9000;

    private final String node;
    private final boolean both;
    private final Path home;
    private final Path application;
    private final Settings settings = Settings.in(System.getenv());
    private final long began = System.nanoTime();
    private final Leftovers leftovers = new Leftovers(RUN);
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
    private volatile boolean stopping;

    private Start(String node, boolean both, Path home, Path application) {
        this.node = node;
        this.both = both;
        this.home = home;
        this.application = application;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Logger.getLogger("").setLevel(Level.WARNING);
        var node = arguments[2].equals("2") ? SECOND : FIRST;
        var start = new Start(node, arguments[2].equals("both"), Path.of(arguments[0]), Path.of(arguments[1]));
        try {
            start.run();
        } catch (CannotStart known) {
            start.giveUp(known.getMessage());
        } catch (IOException | RuntimeException unknown) {
            start.giveUp(unknown.toString());
        }
    }

    /** Other threads live on, so that only this ends the JVM. */
    private void giveUp(String why) {
        if (!stopping) {
            OUT.println(why);
        }
        System.exit(1);
    }

    private void run() throws IOException, InterruptedException {
        var lock = RunLock.take(RUN, node).orElseThrow(Start.this::alreadyRunning);
        if (!isFirst() && !RunLock.isHeld(RUN, FIRST)) {
            throw new CannotStart("Start the first node before the second: ./mvnw");
        }
        var ports = settings.ports(isFirst() ? 0 : 1, OUT);
        running.push(lock);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        leftovers.reap(node);
        var environment = new HashMap<>(isFirst() ? startServices() : shared());
        environment.putAll(ports);
        environment.put("BATON_APPLICATION", application.toString());
        OUT.println("Starting Open Liberty with Baton …");
        var liberty = liberty(node, environment);
        lock.announce(liberty.url());
        if (isFirst()) {
            share(environment);
        }
        if (both) {
            var balancer = balanced(liberty, environment);
            greet(balancer.url(), environment);
            watch(balancer.process());
        } else {
            greet(liberty.url(), environment);
            watch(liberty.process());
        }
    }

    private Liberty liberty(String name, Map<String, String> environment) throws IOException, InterruptedException {
        var liberty = Liberty.start(home, DATA.resolve(name), environment);
        running.push(liberty);
        leftovers.remember(name, liberty.process().toHandle());
        liberty.awaitReady();
        return liberty;
    }

    /** Starts a second node and a load balancer before both; any node may end then, and the rest stays. */
    private Balancer balanced(Liberty first, Map<String, String> environment) throws IOException, InterruptedException {
        leftovers.reap(SECOND);
        leftovers.reap(BALANCER);
        OUT.println("Starting a second node and haproxy …");
        var other = new HashMap<>(environment);
        other.put("HTTP_PORT", Integer.toString(Ports.freeOr(9081)));
        other.put("HTTPS_PORT", Integer.toString(Ports.freeOr(9444)));
        var second = liberty(SECOND, other);
        var port = Ports.freeOr(BALANCER_PORT);
        var balancer = Balancer.start(DATA.resolve("haproxy.log"), port, first.url(), second.url());
        running.push(balancer);
        leftovers.remember(BALANCER, balancer.process().toHandle());
        OUT.printf("Nodes: %s and %s%n", first.url(), second.url());
        return balancer;
    }

    private boolean isFirst() {
        return node.equals(FIRST);
    }

    private CannotStart alreadyRunning() {
        var what = isFirst() ? "Baton" : "The second node";
        var instead = isFirst() ? ", or start a second node: ./mvnw -Dnode=2" : ".";
        try {
            return new CannotStart(RunLock.urlOfHolder(RUN, node)
                    .map(url -> what + " is already running at " + url + "; stop it first (Ctrl-C)" + instead)
                    .orElse(what + " is being started already."));
        } catch (IOException unreadable) {
            return new CannotStart(what + " is already running.");
        }
    }

    private Map<String, String> startServices() throws IOException, InterruptedException {
        Files.deleteIfExists(SHARED);
        OUT.println("Starting PostgreSQL, Redis and the scripted providers (data in .baton) …");
        settings.surprises().forEach(OUT::println);
        var services = new Services(DATA, settings.given());
        running.push(services);
        return services.start(true).environment();
    }

    /** Last started, first stopped: the server can still store what it has to. */
    private void stop() {
        stopping = true;
        OUT.println("Stopping …");
        for (var each = running.poll(); each != null; each = running.poll()) {
            try {
                if (running.isEmpty()) {
                    leftovers.forget(node);
                }
                each.close();
            } catch (Exception stuck) {
                OUT.println("could not stop " + each.getClass().getSimpleName() + ": " + stuck.getMessage());
            }
        }
        OUT.println("Stopped.");
    }

    /** Stays while both the process and whoever started us live; a killed Maven ends us too. */
    private static void watch(Process process) throws InterruptedException {
        var parent = ProcessHandle.current().parent();
        while (process.isAlive() && parent.map(ProcessHandle::isAlive).orElse(true)) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        System.exit(process.isAlive() ? 0 : 1);
    }

    private void greet(String url, Map<String, String> environment) {
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
                %s
                %n""",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                url,
                url,
                url,
                environment.get("DB_URL"),
                environment.get("REDIS_URL"),
                DATA.resolve(node).resolve("console.log"),
                isFirst() ? "Ctrl-C stops everything." : "Ctrl-C stops this node; the first one stays.");
    }

    private static void share(Map<String, String> environment) throws IOException {
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
            throw new CannotStart("The first node is not ready yet; start the second once it is.");
        }
        var properties = new Properties();
        try (var in = Files.newBufferedReader(SHARED)) {
            properties.load(in);
        }
        var environment = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> environment.put(name, properties.getProperty(name)));
        return environment;
    }
}
