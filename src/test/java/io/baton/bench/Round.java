package io.baton.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Many exchanges whose arrivals are spread evenly over a second. */
final class Round {
    private final ConcurrentLinkedQueue<Trace> traces = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /** What one exchange saw; times since its request left. Zero: never. */
    static final class Trace {
        private final long begun = System.nanoTime();
        long firstText;
        long lastText;
        boolean whole;

        long now() {
            return System.nanoTime() - begun;
        }
    }

    /** Reads one data line into a trace. */
    @FunctionalInterface
    interface Reading {
        void take(String data, Trace trace);
    }

    static Round of(List<Exchange> exchanges, Reading reading) throws InterruptedException {
        var round = new Round();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < exchanges.size(); i++) {
                var exchange = exchanges.get(i);
                var delay = TimeUnit.SECONDS.toNanos(1) * i / exchanges.size();
                threads.execute(() -> round.run(exchange, delay, reading));
            }
        }
        return round;
    }

    private void run(Exchange exchange, long delay, Reading reading) {
        try {
            TimeUnit.NANOSECONDS.sleep(delay);
            var trace = new Trace();
            exchange.run(data -> reading.take(data, trace));
            traces.add(trace);
        } catch (IOException | InterruptedException failed) {
            failures.add(failed.toString());
        }
    }

    long whole() {
        return traces.stream().filter(trace -> trace.whole).count();
    }

    List<String> failures() {
        return new ArrayList<>(failures);
    }

    /** The percentile (0 to 100) of the time to the first text, in milliseconds. */
    double firstText(int percentile) {
        return percentile(traces.stream().mapToLong(trace -> trace.firstText).toArray(), percentile);
    }

    /** How much later than after {@code ideal} the last text came, in milliseconds: the percentile of it. */
    double overdue(int percentile, Duration ideal) {
        return percentile(
                traces.stream()
                        .mapToLong(trace -> trace.lastText - ideal.toNanos())
                        .toArray(),
                percentile);
    }

    private static double percentile(long[] nanos, int percentile) {
        if (nanos.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(nanos);
        var index = Math.min(nanos.length - 1, nanos.length * percentile / 100);
        return Duration.ofNanos(nanos[index]).toNanos() / 1e6;
    }
}
