package io.baton.bench.load;

import io.baton.bench.load.Result.Quantiles;
import java.util.Arrays;

/** Durations, in nanoseconds, kept whole. */
final class Samples {
    private long[] values = new long[1 << 16];
    private int count;

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = nanos;
    }

    /** Zeros if there are none. */
    Quantiles quantiles() {
        Arrays.sort(values, 0, count);
        return new Quantiles(at(50), at(99));
    }

    private long at(int percentile) {
        return count == 0 ? 0 : values[Math.min(count - 1, (int) ((long) count * percentile / 100))];
    }
}
