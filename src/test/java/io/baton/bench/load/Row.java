package io.baton.bench.load;

import java.util.List;
import java.util.stream.IntStream;

/**
 * All rounds of one workload on one way.
 *
 * @param direct the same rounds on the provider itself; empty: there were none
 */
record Row(Workload workload, String way, List<Measurement> rounds, List<Measurement> direct) {
    Row {
        rounds = List.copyOf(rounds);
        direct = List.copyOf(direct);
    }

    int asked() {
        return rounds.stream().mapToInt(each -> each.result().asked()).sum();
    }

    int lost() {
        return rounds.stream().mapToInt(Measurement::lost).sum();
    }

    /** The median of the rounds; of two the worse. */
    double figure(Figure figure) {
        var sorted = IntStream.range(0, rounds.size())
                .mapToDouble(i -> figure.of(rounds.get(i), direct.isEmpty() ? null : direct.get(i)))
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
