package io.baton.dev;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisExecProvider;

/** A real Redis from a Maven artifact, in a session of its own so that Ctrl-C does not reach it before us. */
final class Redis implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 15;
    private final ProcessHandle process;
    private final int port;

    private Redis(ProcessHandle process, int port) {
        this.process = process;
        this.port = port;
    }

    static Redis start(Path folder, int port) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var pidFile = folder.resolve("redis.pid");
        var command = new ProcessBuilder(
                binary(folder).toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                folder.toString(),
                "--appendonly",
                "yes",
                "--daemonize",
                "yes",
                "--pidfile",
                pidFile.toString(),
                "--logfile",
                folder.resolve("redis.log").toString());
        var exit = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("Redis did not start; see " + folder.resolve("redis.log"));
        }
        awaitListening(port, pidFile);
        return new Redis(running(pidFile).orElseThrow(), port);
    }

    /** Ends the server that a killed run left in this folder. */
    static void reap(Path folder) throws IOException {
        var pidFile = folder.resolve("redis.pid");
        if (Files.exists(pidFile)) {
            running(pidFile).ifPresent(Leftovers::end);
        }
        Files.deleteIfExists(pidFile);
    }

    private static java.util.Optional<ProcessHandle> running(Path pidFile) throws IOException {
        var pid = Files.readString(pidFile).strip();
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(process -> process.info().command().orElse("").contains("redis-server"));
    }

    private static Path binary(Path folder) throws IOException {
        var binary = folder.resolve("redis-server-" + RedisExecProvider.redisVersion);
        if (!Files.exists(binary)) {
            var extracted = RedisExecProvider.defaultProvider().get().toPath();
            Files.copy(extracted, binary, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return binary;
    }

    private static void awaitListening(int port, Path pidFile) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
                if (Files.exists(pidFile) && Files.size(pidFile) > 0) {
                    return;
                }
            } catch (IOException notYet) {
                // it is still starting
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("Redis does not answer; see " + pidFile.resolveSibling("redis.log"));
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    ProcessHandle process() {
        return process;
    }

    @Override
    public void close() {
        Leftovers.end(process);
    }
}
