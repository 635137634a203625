package io.baton.proof;

import io.baton.scripted.SeenRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Estimated rows beside the recounted bills of their requests. A prompt, and an answer that came whole, must lie within the
 * error that {@code TokenCounter} states, a part of a token taken as a whole one. Of an answer that was stopped, reset or lost
 * with its node, words may have been billed that never reached the books: it must not exceed the bill by more than the error,
 * and what it falls short is told.
 */
final class Estimates {
    /** Faults before which all that was said arrives. */
    private static final Set<String> ORDERLY = Set.of("", "close", "end", "garbage", "error");
    /** By provider, in thousandths of the bill. */
    private static final Map<String, Error> STATED =
            Map.of("openai", new Error(4, 4), "qwen", new Error(4, 4), "gemma", new Error(230, 450));

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, List<Integer>> errors = new TreeMap<>();
    /** Tokens that were billed but not booked, by what became of the answer. */
    private final Map<String, List<Integer>> unheard = new TreeMap<>();

    private int lost;

    private record Error(int below, int above) {
        int least(int bill) {
            return bill - Math.ceilDiv(bill * below, 1_000);
        }

        int most(int bill) {
            return bill + Math.ceilDiv(bill * above, 1_000);
        }
    }

    void compare(Books.Row row, SeenRequest bill) {
        var stated = STATED.get(row.provider());
        var input = Recount.input(bill);
        var output = Recount.output(bill);
        var whole = isWhole(row, bill);
        note(row.provider() + " prompts", row.input(), input);
        lost += row.isLost() ? 1 : 0;
        if (whole) {
            note(row.provider() + " answers", row.output(), output);
        } else {
            unheard.computeIfAbsent(
                            row.outcome() + " (" + (bill.fault().isEmpty() ? "no fault" : bill.fault()) + ")",
                            each -> new ArrayList<>())
                    .add(output - row.output());
        }
        if (row.input() < stated.least(input)
                || row.input() > stated.most(input)
                || whole && row.output() < stated.least(output)
                || row.output() > stated.most(output)) {
            wrong.add("%s for one %s, recounted %d and %d: %s after %s"
                    .formatted(
                            row,
                            bill.outcome(),
                            input,
                            output,
                            bill.said(),
                            bill.contents().getLast()));
        }
    }

    private static boolean isWhole(Books.Row row, SeenRequest bill) {
        return !row.isLost()
                && bill.outcome() != SeenRequest.Outcome.HUNG_UP
                && !"stopped".equals(row.outcome())
                && ORDERLY.contains(bill.fault());
    }

    /** The estimate's error in thousandths of the bill. */
    private void note(String what, int estimate, int bill) {
        errors.computeIfAbsent(what, each -> new ArrayList<>()).add(1_000 * (estimate - bill) / Math.max(1, bill));
    }

    List<String> wrong() {
        return wrong;
    }

    int lost() {
        return lost;
    }

    String summary() {
        var lines = new StringBuilder("""
                  beside a recount of the very texts that were sent and said: OpenAI's by jtokkit's GPT-4, Qwen's by its own
                  vocabulary, both as Baton counts; Gemma's by o200k, since its own is not to be had
                """);
        errors.forEach((what, each) -> lines.append("  %s: %d, off by %s … %s %%, the median by %s %%%n"
                .formatted(
                        what,
                        each.size(),
                        percent(Collections.min(each)),
                        percent(Collections.max(each)),
                        percent(at(each, 50)))));
        unheard.forEach((what, each) ->
                lines.append("  answers %s: %d; billed but not booked, in tokens: p50 %d, p95 %d, most %d%n"
                        .formatted(what, each.size(), at(each, 50), at(each, 95), Collections.max(each))));
        return lines.toString().stripTrailing();
    }

    private static int at(List<Integer> all, int percent) {
        return all.stream().sorted().toList().get(all.size() * percent / 100);
    }

    private static String percent(int thousandths) {
        return "%+.1f".formatted(thousandths / 10.0);
    }
}
