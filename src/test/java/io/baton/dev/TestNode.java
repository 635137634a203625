package io.baton.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One server among those of a test, and what can befall it. */
public final class TestNode {
    private final Path folder;
    private final Map<String, String> environment;
    private Liberty liberty;

    TestNode(Path folder, Map<String, String> environment) throws IOException, InterruptedException {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        start(Map.of());
    }

    private void start(Map<String, String> special) throws IOException, InterruptedException {
        var all = new HashMap<>(environment);
        all.putAll(special);
        var started = Liberty.start(Path.of(System.getProperty("liberty.home")), folder, all);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        started.awaitReady();
        liberty = started;
    }

    /** Starts it anew after it was ended, at the same address. */
    public void startAgain() {
        startAgain(Map.of());
    }

    /** The same with settings that win until the next start. */
    public void startAgain(Map<String, String> special) {
        try {
            start(special);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("the server did not start again", failed);
        }
    }

    /** Without a slash at its end. */
    public String url() {
        return liberty.url();
    }

    /** Where it listens for TLS. */
    public int httpsPort() {
        return Integer.parseInt(environment.get("HTTPS_PORT"));
    }

    /** What it writes: its logs and whatever else. */
    public Path folder() {
        return folder;
    }

    /** Ends its processes at once, as {@code kill -9} does. */
    public void kill() {
        var all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    public boolean isAlive() {
        return liberty.process().isAlive();
    }

    /** Ends it in good order, as a service manager does. */
    public void stop() {
        liberty.close();
    }

    /** Holds all its threads, until {@link #wake}. */
    public void pause() {
        signal("STOP");
    }

    public void wake() {
        signal("CONT");
    }

    /** CPU time used so far. */
    public Duration cpu() {
        return processes().stream()
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The server's Java process. */
    public long pid() {
        return processes().getFirst().pid();
    }

    private void signal(String name) {
        for (var process : processes()) {
            try {
                new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()) // of the shell: always there
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    private List<ProcessHandle> processes() {
        return Stream.concat(
                        liberty.process().descendants(),
                        Stream.of(liberty.process().toHandle()))
                .toList();
    }
}
