package io.baton.bench.load;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that ends with this JVM. */
record ChildProcess(Process process) {
    private static final int PATIENCE_SECONDS = 30;

    ChildProcess {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** A JVM with the same classes. Its standard streams are pipes, except for errors, which go where this JVM's go. */
    static ChildProcess java(Class<?> program) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        return new ChildProcess(
                new ProcessBuilder(java, "-Xmx512m", "-XX:+UseSerialGC", "-classpath", classes, program.getName())
                        .redirectError(Redirect.INHERIT)
                        .start());
    }

    /**
     * Any program. Returns when it listens.
     *
     * @throws IOException if it cannot be started, or does not listen in time
     */
    static ChildProcess listening(List<String> command, int port, Path log) throws IOException, InterruptedException {
        var child = new ChildProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isListening(port)) {
            if (!child.process().isAlive() || System.nanoTime() > deadline) {
                child.process().destroyForcibly();
                throw new IOException("it does not listen on port " + port + "; log: " + log);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return child;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** So far. */
    Duration cpu() {
        return Machine.cpu(process.toHandle());
    }
}
