package io.baton.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the readers of one case have noticed, and what the books say. */
final class OutageReport {
    private static final PrintStream OUT = System.out;

    private OutageReport() {}

    /** The most that an outage may cost. */
    enum Toll {
        /** Every answer is ended by the node that began it. */
        NOTHING,
        /** Answers are taken over. */
        OWNERS,
        /** Answers are taken over, and some readers are told that frames are lost. */
        FRAMES
    }

    /** Prints it. False: it cost more, or an answer was parted or booked wrongly. */
    static boolean print(String what, Toll toll, List<FaithfulReader> readers, Invariants invariants) throws Exception {
        var text = IntStream.rangeClosed(1, OutageDrill.TOKENS)
                .mapToObj(i -> "t" + i + " ")
                .collect(Collectors.joining());
        var mayLose = toll == Toll.FRAMES;
        var wrong = readers.stream()
                .filter(reader -> !reader.complaint(text).isEmpty())
                .filter(reader -> !mayLose || !reader.complaint(text).startsWith("error LOG_LOST"))
                .toList();
        var takenOver = readers.stream().filter(reader -> reader.epoch() > 1).count();
        OUT.printf(
                "%s: %d answers, %d whole and equal with no frame lost or repeated, %d of them ended by another owner, %d connections%n",
                what,
                readers.size(),
                readers.stream()
                        .filter(reader -> reader.complaint(text).isEmpty())
                        .count(),
                takenOver,
                readers.stream().mapToInt(FaithfulReader::connections).sum());
        if (mayLose) {
            var lost = readers.stream()
                    .filter(reader -> reader.complaint(text).startsWith("error LOG_LOST"))
                    .count();
            OUT.printf("  %d were told LOG_LOST; their answers are checked below, as they are stored%n", lost);
        }
        OUT.printf(
                "  first token %s, longest silence %s (ms, p50 / p95 / max)%n",
                percentiles(readers.stream().map(FaithfulReader::firstToken).toList()),
                percentiles(readers.stream().map(FaithfulReader::longestSilence).toList()));
        wrong.stream()
                .limit(5)
                .forEach(reader ->
                        OUT.println("  " + reader.heard().answerId() + ": " + shortened(reader.complaint(text))));
        var broken = invariants.broken(text);
        OUT.println("  books: " + (broken.isEmpty() ? "exact, nothing left open" : broken));
        return wrong.isEmpty() && broken.isEmpty() && (toll != Toll.NOTHING || takenOver == 0);
    }

    private static String shortened(String complaint) {
        return complaint.length() > 300 ? complaint.substring(0, 300) + " …" : complaint;
    }

    private static String percentiles(List<Duration> times) {
        var sorted = new ArrayList<>(times);
        sorted.sort(null);
        return sorted.get(sorted.size() / 2).toMillis() + " / "
                + sorted.get(sorted.size() * 95 / 100).toMillis() + " / "
                + sorted.getLast().toMillis();
    }
}
