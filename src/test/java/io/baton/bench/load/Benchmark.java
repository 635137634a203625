package io.baton.bench.load;

import io.baton.dev.TestServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Puts the same loads on the provider itself, a bare proxy, another gateway and Baton's two interfaces, in turn, and prints what
 * each adds and what it costs. Arguments: the name of a {@link Form}, the folder for the report, the folder for Portkey.
 */
public final class Benchmark {
    private static final PrintStream OUT = System.out;
    private static final int USERS = 2_000;
    private static final String SERVICES = "benchmark";

    private final Form form;
    private final Path folder;
    private final ProviderProcess provider = new ProviderProcess();
    private final Way direct =
            new Way("direct", new Target(provider.url(), Wire.OPENAI, ""), () -> Duration.ZERO, "the provider itself");
    private final List<String> introduction = new ArrayList<>();
    private final TestServer server;
    private final List<Way> baton;
    private final GeneratorProcess generator;
    private final Measurements measurements;

    /** A way that this machine may lack. */
    private interface Preparation {
        Way prepare() throws IOException, InterruptedException;
    }

    private Benchmark(Form form, Path folder) throws IOException {
        this.form = form;
        this.folder = Files.createDirectories(folder);
        introduce("Measured on " + ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES) + " on "
                + Machine.description() + "; load average before: %.1f.".formatted(Machine.load()));
        var settings = new HashMap<>(provider.settings());
        settings.put("CHAT_HEARTBEAT", "PT15S");
        server = TestServer.start(SERVICES, settings);
        baton = List.of(
                baton("Baton", "/api/chat/stream", Wire.NATIVE),
                baton("Baton /v1", "/v1/chat/completions", Wire.OPENAI));
        generator = new GeneratorProcess(IntStream.range(0, USERS)
                .mapToObj(i -> server.issuer().claims("reader-" + i, "user"))
                .map(server.issuer()::sign)
                .toList());
        var services = Path.of(System.getProperty("baton.folder"), SERVICES);
        measurements = new Measurements(generator, new Meter(generator, provider, services), OUT);
    }

    private Way baton(String name, String path, Wire wire) {
        var target = new Target(URI.create(server.url() + path), wire, "");
        return new Way(name, target, () -> server.node().cpu(), path + " of one node, with its books");
    }

    public static void main(String[] arguments) throws Exception {
        var begun = System.nanoTime();
        var form = Form.named(arguments[0]);
        var report = new Benchmark(form, Path.of(arguments[1])).run(Path.of(arguments[2]));
        OUT.println("\n" + report.text());
        OUT.printf(
                "%d s; in %s: report.md, figures.csv, curves.svg%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun), arguments[1]);
        System.exit(0);
    }

    private Report run(Path portkey) throws IOException, InterruptedException {
        warmUpProvider();
        measureAfterStart(0);
        var ways = new ArrayList<>(List.of(direct));
        add(ways, "nginx", () -> Nginx.before(provider.url(), folder.resolve("nginx")));
        add(ways, "Portkey", () -> Portkey.before(provider.baseUrl(), portkey));
        ways.addAll(baton);
        warmUp(ways);
        for (var round = 0; round < form.rounds(); round++) {
            measure(form.workloads(), ways);
        }
        measure(form.curve(), ways);
        for (var start = 1; start < form.starts(); start++) {
            server.node().stop();
            server.node().startAgain();
            measureAfterStart(start);
        }
        introduce("Load average after: %.1f.".formatted(Machine.load()));
        return report();
    }

    /** Each on all ways before the next one. */
    private void measure(List<Workload> workloads, List<Way> ways) throws IOException, InterruptedException {
        for (var workload : workloads) {
            for (var way : workload.batonOnly() ? baton : ways) {
                measurements.measure(workload, way);
            }
            report();
        }
    }

    /** Of all that is measured so far, also into the folder: a run that is ended early leaves what it has. */
    private Report report() throws IOException {
        var report = new Report(introduction, measurements.rows(direct));
        report.write(folder);
        return report;
    }

    /** By each of Baton's interfaces in turn. */
    private void measureAfterStart(int start) throws InterruptedException {
        var way = baton.get(start % baton.size());
        var hundred = form.afterStart();
        measurements.measure(new Workload("first question after a start", Load.shortAnswers(1, 1), true, false), way);
        measurements.measure(new Workload("then " + hundred.name(), hundred.load(), true, false), way);
    }

    private void add(List<Way> ways, String name, Preparation preparation) throws InterruptedException {
        try {
            var way = preparation.prepare();
            ways.add(way);
            introduce("- " + name + ": " + way.note() + ".");
        } catch (IOException missing) {
            introduce("- " + name + " is left out: " + missing.getMessage() + ".");
        }
    }

    private void introduce(String line) {
        introduction.add(line);
        OUT.println(line);
    }

    /** The generator too. */
    private void warmUpProvider() {
        for (var i = 0; i < form.rounds() + 2; i++) {
            generator.run(direct.target(), Load.arriving(200, 1_000, 100, 8));
            generator.run(direct.target(), Load.shortAnswers(500, 20));
        }
    }

    /** Until then compilers take a core away from what is measured. */
    private void warmUp(List<Way> ways) {
        for (var way : baton) {
            var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(form.warmUpSeconds()) / baton.size();
            var answers = 0;
            while (System.nanoTime() < until) {
                answers +=
                        generator.run(way.target(), Load.shortAnswers(100, 20)).whole();
            }
            introduce("- " + way.name() + ": " + way.note()
                    + "; warmed up by %,d short answers and 100 long ones.".formatted(answers));
        }
        ways.forEach(way -> generator.run(way.target(), form.afterStart().load()));
    }
}
