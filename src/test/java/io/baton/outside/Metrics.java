package io.baton.outside;

import io.baton.testing.Api;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a server says at {@code /metrics}. */
final class Metrics {
    private Metrics() {}

    /** As {@link #sum}, of that node. */
    static double sumAt(String url, String name, String... labels) {
        return sum(lines(Api.nobody().at(url)), name, labels);
    }

    /** The first whose line begins so. */
    static double value(String name) {
        return lines().filter(line -> line.startsWith(name))
                .mapToDouble(Metrics::valueOf)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    /** The sum of all series of that name that have all these labels, each as {@code name="value"}; 0 if there is none. */
    static double sum(String name, String... labels) {
        return sum(lines(), name, labels);
    }

    private static double sum(Stream<String> lines, String name, String... labels) {
        return lines.filter(line -> line.startsWith(name + "{"))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(Metrics::valueOf)
                .sum();
    }

    /** The names and labels of all series. */
    static Set<String> series() {
        return lines().filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> lines() {
        return lines(Api.nobody());
    }

    private static Stream<String> lines(Api node) {
        return node.get("/metrics").with(200).body().lines();
    }

    private static double valueOf(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
    }
}
