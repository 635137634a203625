package io.baton.proof;

import io.baton.scripted.SeenRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bills and rows side by side, by question and provider. */
final class Comparison {
    private final Map<String, List<SeenRequest>> bills = new HashMap<>();
    private final Map<String, List<Books.Row>> rows = new HashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unequal = new ArrayList<>();
    private final Estimates estimates = new Estimates();
    private int surplus;
    private int surplusUnexplained;
    private int measured;
    private int estimated;

    Comparison(List<SeenRequest> billed, List<Books.Row> ledger) {
        billed.forEach(bill -> bills.computeIfAbsent(key(bill.temperature(), bill.vendor()), k -> new ArrayList<>())
                .add(bill));
        ledger.stream()
                .filter(row -> !row.isVoid())
                .forEach(row -> rows.computeIfAbsent(key(row.temperature(), row.provider()), k -> new ArrayList<>())
                        .add(row));
        bills.forEach((key, each) -> compare(key, each, rows.getOrDefault(key, List.of())));
        rows.forEach((key, each) -> {
            if (!bills.containsKey(key)) {
                compare(key, List.of(), each);
            }
        });
    }

    private static String key(double temperature, String vendor) {
        return Math.round(temperature * Case.MOST / 2) + " " + vendor;
    }

    /** Measured rows must have their equal among the bills; what is left over on both sides must be as many. */
    private void compare(String key, List<SeenRequest> billed, List<Books.Row> booked) {
        var open = new ArrayList<>(billed);
        var others = new ArrayList<Books.Row>();
        for (var row : booked) {
            if ("measured".equals(row.source())) {
                measured++;
                if (!open.removeIf(onlyOnce(row))) {
                    unequal.add(key + ": " + row + " among " + billed);
                }
            } else {
                others.add(row);
            }
        }
        if (others.size() < open.size()) {
            missing.add(key + ": billed " + open + ", booked " + booked);
        }
        for (var row : others) {
            estimate(row, open);
        }
    }

    private static java.util.function.Predicate<SeenRequest> onlyOnce(Books.Row row) {
        var found = new boolean[1];
        return bill -> {
            var same = !found[0] && bill.promptTokens() == row.input() && bill.completionTokens() == row.output();
            found[0] |= same;
            return same;
        };
    }

    private void estimate(Books.Row row, List<SeenRequest> open) {
        if (open.isEmpty()) {
            surplus++;
            surplusUnexplained += "complete".equals(row.outcome()) || row.output() > 0 ? 1 : 0;
            return;
        }
        estimated++;
        estimates.compare(row, open.removeFirst());
    }

    List<String> missing() {
        return missing;
    }

    List<String> unequal() {
        return unequal;
    }

    int surplusUnexplained() {
        return surplusUnexplained;
    }

    Estimates estimates() {
        return estimates;
    }

    String summary() {
        return "%d bills; rows: %d measured, %d estimated (%d of them lost with a killed node), %d for requests that were not"
                        .formatted(
                                bills.values().stream().mapToInt(List::size).sum(),
                                measured,
                                estimated,
                                estimates.lost(),
                                surplus)
                + " billed (refused, or never sent)";
    }
}
