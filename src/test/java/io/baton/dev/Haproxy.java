package io.baton.dev;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real haproxy before two nodes, with the configuration that the documents show. */
final class Haproxy implements Balancer {
    private static final int PATIENCE_SECONDS = 10;
    private final Process process;
    private final int port;

    private Haproxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Haproxy start(Path program, Path log, int port, List<String> nodes)
            throws IOException, InterruptedException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        // As a master with one worker, since only a master says when it has the port.
        var command = command(program, port, nodes, "-W", "-db");
        var process =
                command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Leftovers.end(process.toHandle())));
        var haproxy = new Haproxy(process, port);
        haproxy.awaitListening(log);
        return haproxy;
    }

    static ProcessBuilder command(Path program, int port, List<String> nodes, String... options) {
        var command = new ProcessBuilder(program.toString(), "-f", HaproxyFile.PATH.toString());
        command.command().addAll(List.of(options));
        command.environment().put("BATON_PORT", Integer.toString(port));
        command.environment().put("BATON_NODE_1", URI.create(nodes.get(0)).getAuthority());
        command.environment().put("BATON_NODE_2", URI.create(nodes.get(1)).getAuthority());
        return command;
    }

    private void awaitListening(Path log) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (Files.readString(log).contains("Loading success") && accepts()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        close();
        throw Files.readString(log).contains("cannot bind socket")
                ? new PortTaken("Port " + port + " for haproxy is in use.")
                : new CannotStart("haproxy did not listen within " + PATIENCE_SECONDS + " s.\n  Log: " + log);
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String url() {
        return "http://localhost:" + port;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public Optional<ProcessHandle> process() {
        return Optional.of(process.toHandle());
    }

    @Override
    public void close() {
        Leftovers.end(process.toHandle());
    }
}
