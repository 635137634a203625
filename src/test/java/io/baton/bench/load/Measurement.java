package io.baton.bench.load;

/** One load on one way, once. */
record Measurement(Load load, Result result, Meter.Reading cpu) {
    int lost() {
        return result.asked() - result.whole();
    }

    double tokens() {
        return (double) load.streams() * load.tokens();
    }

    /** For a progress line. */
    @Override
    public String toString() {
        return "%d of %d whole, first token p50 %.1f ms, p99 %.1f ms, lag p50 %.1f ms, p99 %.1f ms%s"
                .formatted(
                        result.whole(),
                        result.asked(),
                        result.firstTokens().p50() / 1e6,
                        result.firstTokens().p99() / 1e6,
                        result.lags().p50() / 1e6,
                        result.lags().p99() / 1e6,
                        result.failure().isEmpty() ? "" : "; lost, such as: " + result.failure());
    }
}
