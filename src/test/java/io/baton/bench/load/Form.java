package io.baton.bench.load;

import java.util.List;
import java.util.stream.Stream;

/**
 * How much is measured.
 *
 * @param warmUpSeconds of short answers by Baton's two interfaces before anything warm is measured
 * @param rounds        how often each of the workloads is run; figures are medians
 * @param starts        of the node
 * @param afterStart    what a node gets right after its first question
 * @param curve         workloads that are run once, with more and more streams; empty: the others make the curves
 */
record Form(
        int warmUpSeconds,
        int rounds,
        int starts,
        Workload afterStart,
        List<Workload> workloads,
        List<Workload> curve) {
    /** @throws IllegalArgumentException for a name that there isn't */
    static Form named(String name) {
        return switch (name) {
            case "smoke" -> smoke();
            case "short" -> shortForm();
            case "long" -> longForm();
            default -> throw new IllegalArgumentException("-Dbenchmark=smoke, short or long, not " + name);
        };
    }

    /** Only tells whether everything works. */
    private static Form smoke() {
        var few = new Workload("20 within 1 s", Load.arriving(20, 1_000, 20, 20), false, true);
        var more = new Workload("50 within 1 s", Load.arriving(50, 1_000, 20, 20), false, true);
        return new Form(2, 1, 1, few, List.of(few, more, Workload.shortAnswers(40)), List.of());
    }

    private static Form shortForm() {
        var hundred = Workload.hundred(200);
        return new Form(
                30,
                1,
                1,
                hundred,
                List.of(
                        hundred,
                        Workload.hundredOfOneCaller(200),
                        Workload.fiveHundred(100),
                        Workload.thousand(100),
                        Workload.oneAtATime(50),
                        Workload.shortAnswers(400)),
                List.of());
    }

    private static Form longForm() {
        var hundred = Workload.hundred(200);
        var workloads = Stream.of(
                hundred,
                Workload.hundredOfOneCaller(200),
                Workload.fiveHundred(200),
                Workload.thousand(200),
                Workload.oneAtATime(100),
                Workload.shortAnswers(1_000));
        return new Form(100, 2, 4, hundred, workloads.map(Form::withoutPicture).toList(), Workload.curve());
    }

    private static Workload withoutPicture(Workload workload) {
        return new Workload(workload.name(), workload.load(), workload.batonOnly(), false);
    }
}
