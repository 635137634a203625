package io.baton.bench.load;

import java.util.List;

/**
 * A load that is put on each way in turn.
 *
 * @param batonOnly whether only Baton gets it
 * @param pictured  whether it is a point of the curves
 */
record Workload(String name, Load load, boolean batonOnly, boolean pictured) {
    private static final int TOKENS_PER_SECOND_20 = 50;
    private static final int TOKENS_PER_SECOND_10 = 100;
    /** Curves over the number of streams; all that a point has run at the same time. */
    private static final List<Integer> POINTS = List.of(1, 10, 100, 300, 1_000, 2_000);

    /** Also what a node that has just started is measured with. */
    static Workload hundred(int tokens) {
        return new Workload("100 within 1 s", Load.arriving(100, 1_000, tokens, 20), false, true);
    }

    static Workload hundredOfOneCaller(int tokens) {
        return new Workload("the same by one caller", hundred(tokens).load().ofOneCaller(), true, false);
    }

    static Workload fiveHundred(int tokens) {
        return new Workload("500 within 5 s", Load.arriving(500, 5_000, tokens, 20), false, true);
    }

    static Workload thousand(int tokens) {
        return new Workload(
                "1,000 within 10 s", Load.arriving(1_000, 10_000, tokens, TOKENS_PER_SECOND_20), false, true);
    }

    static Workload shortAnswers(int answers) {
        return new Workload("one-token answers, 20 at once", Load.shortAnswers(answers, 20), false, false);
    }

    static Workload oneAtATime(int answers) {
        return new Workload("one-token answers, one at a time", Load.shortAnswers(answers, 1), false, false);
    }

    /** Answers of 20 seconds each, at 10 tokens a second. */
    static List<Workload> curve() {
        return POINTS.stream()
                .map(streams -> new Workload(
                        "curve: %,d".formatted(streams),
                        Load.arriving(streams, Math.max(1_000, streams * 10), 200, TOKENS_PER_SECOND_10),
                        false,
                        true))
                .toList();
    }
}
