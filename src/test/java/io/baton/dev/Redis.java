package io.baton.dev;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisExecProvider;

/** A real Redis from a Maven artifact, in a session of its own so that Ctrl-C does not reach it before us. */
final class Redis implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 15;
    private static final JedisClientConfig CLIENT = DefaultJedisClientConfig.builder()
            .timeoutMillis(2_000)
            .autoNegotiateProtocol(false)
            .build();
    private static final String PID_FILE = "redis.pid";
    private final ProcessHandle process;
    private final int port;

    private Redis(ProcessHandle process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Empty: somebody else has the port. Nothing has been written then. */
    static Optional<Redis> on(Path folder, int port) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var log = folder.resolve("redis.log");
        var before = Files.exists(log) ? Files.size(log) : 0;
        launch(folder, port);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            var process = running(folder.resolve(PID_FILE));
            if (process.isPresent() && serves(folder, process.get(), port)) {
                return Optional.of(new Redis(process.get(), port));
            }
            if (couldNotListen(log, before)) {
                reap(folder);
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        reap(folder);
        throw new CannotStart(
                "Waited " + PATIENCE_SECONDS + " s for Redis to answer on port " + port + ".\n  Log: " + log);
    }

    private static void launch(Path folder, int port) throws IOException, InterruptedException {
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
                folder.resolve(PID_FILE).toString(),
                "--logfile",
                folder.resolve("redis.log").toString());
        var exit = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new CannotStart("Redis did not start.\n  Log: " + folder.resolve("redis.log"));
        }
    }

    /** Whether who answers is this process, on this folder. */
    private static boolean serves(Path folder, ProcessHandle process, int port) throws IOException {
        try (var client = new Jedis(new HostAndPort("127.0.0.1", port), CLIENT)) {
            var itself = client.info("server").lines().anyMatch(("process_id:" + process.pid())::equals);
            return itself && Path.of(client.configGet("dir").get("dir")).equals(folder.toRealPath());
        } catch (JedisException notYetOrSomebodyElse) {
            return false;
        }
    }

    private static boolean couldNotListen(Path log, long from) throws IOException {
        if (!Files.exists(log)) {
            return false;
        }
        try (var lines = Files.newByteChannel(log).position(from)) {
            return new String(Channels.newInputStream(lines).readAllBytes(), StandardCharsets.ISO_8859_1)
                    .contains("Failed listening on port");
        }
    }

    /** Ends the server that a killed run left in this folder. */
    static void reap(Path folder) throws IOException {
        var pidFile = folder.resolve(PID_FILE);
        running(pidFile).ifPresent(Leftovers::end);
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> running(Path pidFile) throws IOException {
        var pid = Files.exists(pidFile) ? Files.readString(pidFile).strip() : "";
        return pid.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid))
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
