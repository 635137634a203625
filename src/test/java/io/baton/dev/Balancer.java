package io.baton.dev;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real haproxy before two nodes, with the configuration that the documents show. */
public final class Balancer implements AutoCloseable {
    private static final Path CONFIGURATION = Path.of("docs", "haproxy.cfg");
    private static final int PATIENCE_SECONDS = 10;
    private final Process process;
    private final int port;

    private Balancer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @throws CannotStart where haproxy is not installed, or does not begin to listen */
    public static Balancer start(Path log, int port, String one, String other)
            throws IOException, InterruptedException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        var command = new ProcessBuilder("haproxy", "-db", "-f", CONFIGURATION.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        command.environment().put("BATON_PORT", Integer.toString(port));
        command.environment().put("BATON_NODE_1", URI.create(one).getAuthority());
        command.environment().put("BATON_NODE_2", URI.create(other).getAuthority());
        Process process;
        try {
            process = command.start();
        } catch (IOException missing) {
            throw new CannotStart("haproxy is not installed (Debian: apt-get install haproxy).");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var balancer = new Balancer(process, port);
        balancer.awaitListening(log);
        return balancer;
    }

    private void awaitListening(Path log) throws InterruptedException, CannotStart {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("localhost", port), 200);
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        process.destroyForcibly();
        throw new CannotStart("haproxy did not start; see " + log);
    }

    /** Without a slash at its end. */
    public String url() {
        return "http://localhost:" + port;
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
