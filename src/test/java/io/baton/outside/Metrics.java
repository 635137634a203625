package io.baton.outside;

import io.baton.testing.Api;

/** What the server says at {@code /metrics}. */
final class Metrics {
    private Metrics() {}

    /** The first whose line begins so. */
    static double value(String name) {
        return Api.nobody()
                .get("/metrics")
                .with(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }
}
