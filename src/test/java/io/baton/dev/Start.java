package io.baton.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code ./mvnw}: starts everything and stays until Ctrl-C. With {@code 2} as its third argument it starts one more
 * node against the services of the first; with {@code both} two nodes and a load balancer before them. Where it can't, it
 * writes one sentence into the file of its fourth argument, for Maven to say as its last word, and exits with 3.
 */
public final class Start {
    private static final PrintStream OUT = System.out;
    private static final Path DATA = Path.of(".baton").toAbsolutePath();
    private static final Path RUN = DATA.resolve("run");
    private static final SharedSettings SHARED = new SharedSettings(DATA.resolve("services.properties"));
    private static final String BALANCER = "haproxy";
    private static final int REASON_GIVEN = 3;

    private final Path home;
    private final Path application;
    private final Path reason;
    private final Settings settings = Settings.in(System.getenv());
    private final long began = System.nanoTime();
    private final Leftovers leftovers = new Leftovers(RUN);
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
    private final Map<Target.Node, RunLock> locks = new EnumMap<>(Target.Node.class);
    private PortPlan ports;
    private volatile boolean stopping;

    private Start(Path home, Path application, Path reason) {
        this.home = home;
        this.application = application;
        this.reason = reason;
    }

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Logger.getLogger("").setLevel(Level.WARNING);
        var start = new Start(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[3]));
        try {
            Files.deleteIfExists(start.reason);
            start.run(Target.named(arguments[2]));
        } catch (CannotStart known) {
            start.giveUp(known.getMessage());
        } catch (IOException | RuntimeException unknown) {
            start.giveUp(unknown.toString());
        }
    }

    /** Other threads live on, so that only this ends the JVM. */
    private void giveUp(String why) throws IOException {
        if (!stopping) {
            Files.writeString(reason, why);
        }
        System.exit(REASON_GIVEN);
    }

    private void run(Target target) throws IOException, InterruptedException {
        PrivateFiles.folder(DATA);
        PrivateFiles.restrictAll(DATA);
        for (var node : target.nodes) {
            var lock = RunLock.take(RUN, node.folder).orElseThrow(() -> node.alreadyRunning(RUN));
            locks.put(node, lock);
            running.push(lock);
        }
        if (!target.hasFirst() && !RunLock.isHeld(RUN, Target.Node.FIRST.folder)) {
            throw new CannotStart("Start the first node before the second: ./mvnw");
        }
        reap(target);
        ports = new PortPlan(settings.given(), target.listeners(), OUT);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        var environment = new HashMap<>(target.hasFirst() ? startServices() : SHARED.read());
        environment.put("BATON_APPLICATION", application.toString());
        var nodes = new ArrayList<Liberty>();
        for (var node : target.nodes) {
            nodes.add(ports.with(() -> startNode(node, environment), node.http, node.https));
            if (node == Target.Node.FIRST) {
                SHARED.write(environment);
            }
        }
        if (target == Target.BOTH) {
            var balancer = ports.with(() -> startBalancer(nodes), PortPlan.Listener.BALANCER);
            greet(target, balancer.url(), environment);
            watch("The load balancer", balancer::isAlive);
        } else {
            greet(target, nodes.getFirst().url(), environment);
            watch("Open Liberty", nodes.getFirst().process()::isAlive);
        }
    }

    /** Ends what killed runs have left over, before its ports are looked at. Another run's node is left alone. */
    private void reap(Target target) throws IOException {
        for (var node : Target.Node.values()) {
            if (target.nodes.contains(node) || !RunLock.isHeld(RUN, node.folder)) {
                leftovers.reap(node.folder);
            }
        }
        if (target.hasFirst()) {
            leftovers.reap(BALANCER);
        }
    }

    private Map<String, String> startServices() throws IOException, InterruptedException {
        SHARED.delete();
        OUT.println("Starting PostgreSQL, Redis and the scripted providers (data in .baton) …");
        settings.surprises().forEach(OUT::println);
        var services = new Services(DATA, settings.given());
        running.push(services);
        return services.start(true).environment();
    }

    private Liberty startNode(Target.Node node, Map<String, String> shared) throws IOException, InterruptedException {
        OUT.println("Starting Open Liberty with Baton (" + node.http.words + ") …");
        var environment = new HashMap<>(shared);
        environment.put("HTTP_PORT", Integer.toString(ports.of(node.http)));
        environment.put("HTTPS_PORT", Integer.toString(ports.of(node.https)));
        var liberty = Liberty.start(home, DATA.resolve(node.folder), environment);
        running.push(liberty);
        leftovers.remember(node.folder, liberty.process().toHandle());
        liberty.awaitReady();
        locks.get(node).announce(liberty.url());
        return liberty;
    }

    /** Any node may end behind it, and the rest stays. */
    private Balancer startBalancer(List<Liberty> nodes) throws IOException, InterruptedException {
        var urls = nodes.stream().map(Liberty::url).toList();
        var balancer = Balancer.start(DATA.resolve("haproxy.log"), ports.of(PortPlan.Listener.BALANCER), urls);
        running.push(balancer);
        if (balancer.process().isPresent()) {
            leftovers.remember(BALANCER, balancer.process().get());
        }
        return balancer;
    }

    /** Last started, first stopped: the server can still store what it has to. */
    private void stop() {
        stopping = true;
        OUT.println("Stopping …");
        for (var each = running.poll(); each != null; each = running.poll()) {
            try {
                each.close();
            } catch (Exception stuck) {
                OUT.println("could not stop " + each.getClass().getSimpleName() + ": " + stuck.getMessage());
            }
        }
        OUT.println("Stopped.");
    }

    /** Stays while both what was started and whoever started us live; a killed Maven ends us too. */
    private void watch(String what, BooleanSupplier alive) throws InterruptedException, IOException {
        var parent = ProcessHandle.current().parent();
        while (alive.getAsBoolean() && parent.map(ProcessHandle::isAlive).orElse(true)) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        if (alive.getAsBoolean()) {
            System.exit(0);
        }
        giveUp(what + " has ended by itself. Its log is below " + DATA);
    }

    private void greet(Target target, String url, Map<String, String> environment) throws IOException {
        PrivateFiles.restrictAll(DATA); // the key store, which the server has made
        var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        OUT.println(Greeting.of(target, ports, url, environment, DATA, seconds));
    }
}
