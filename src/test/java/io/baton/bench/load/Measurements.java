package io.baton.bench.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What was measured so far. Prints a line for each load. */
final class Measurements {
    private static final int PAUSE_MILLIS = 300;
    private final Map<Workload, Map<Way, List<Measurement>>> byWorkload = new LinkedHashMap<>();
    private final GeneratorProcess generator;
    private final Meter meter;
    private final PrintStream out;

    Measurements(GeneratorProcess generator, Meter meter, PrintStream out) {
        this.generator = generator;
        this.meter = meter;
        this.out = out;
    }

    /** Puts a load on a way, after a pause in which work of the one before can end. */
    void measure(Workload workload, Way way) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        var before = meter.read(way);
        var result = generator.run(way.target(), workload.load());
        var measurement =
                new Measurement(workload.load(), result, meter.read(way).since(before));
        out.println(workload.name() + ", " + way.name() + ": " + measurement);
        byWorkload
                .computeIfAbsent(workload, first -> new LinkedHashMap<>())
                .computeIfAbsent(way, first -> new ArrayList<>())
                .add(measurement);
    }

    /** In the order of measuring. */
    List<Row> rows(Way direct) {
        var rows = new ArrayList<Row>();
        byWorkload.forEach((workload, ways) -> ways.forEach((way, rounds) ->
                rows.add(new Row(workload, way.name(), rounds, ways.getOrDefault(direct, List.of())))));
        return List.copyOf(rows);
    }
}
