package io.baton.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** All rows, as a table for people, as CSV and as a picture. */
record Report(List<String> introduction, List<Row> rows) {
    Report {
        introduction = List.copyOf(introduction);
        rows = List.copyOf(rows);
    }

    /** Into a folder that exists: {@code report.md}, {@code figures.csv}, {@code curves.svg}. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("report.md"), text());
        Files.writeString(folder.resolve("figures.csv"), csv());
        Files.writeString(
                folder.resolve("curves.svg"),
                new Picture(rows.stream()
                                .filter(row -> row.workload().pictured())
                                .toList())
                        .svg());
    }

    String text() {
        var headings = headings(" | ");
        var rule = headings.replaceAll("[^|]+", "---");
        return String.join("\n", introduction) + "\n\n| workload | way | whole | lost | " + headings
                + " |\n|---|---|---|---|" + rule + "|\n"
                + rows.stream().map(Report::line).collect(Collectors.joining());
    }

    private static String line(Row row) {
        var figures = Arrays.stream(Figure.values())
                .map(figure -> figure.format(row.figure(figure)))
                .collect(Collectors.joining(" | "));
        return "| %s | %s | %,d | %,d | %s |%n"
                .formatted(row.workload().name(), row.way(), row.asked() - row.lost(), row.lost(), figures);
    }

    /** Decimal points, no thousands; an empty field where a figure says nothing. */
    private String csv() {
        return "workload,way,streams,tokens,whole,lost," + headings(",") + "\n"
                + rows.stream().map(Report::fields).collect(Collectors.joining());
    }

    private static String fields(Row row) {
        var figures = Arrays.stream(Figure.values())
                .map(row::figure)
                .map(figure -> figure.isNaN() ? "" : "%.3f".formatted(figure))
                .collect(Collectors.joining(","));
        var load = row.workload().load();
        return "\"%s\",%s,%d,%d,%d,%d,%s%n"
                .formatted(
                        row.workload().name(),
                        row.way(),
                        load.streams(),
                        load.tokens(),
                        row.asked() - row.lost(),
                        row.lost(),
                        figures);
    }

    private static String headings(String separator) {
        return Arrays.stream(Figure.values()).map(Figure::heading).collect(Collectors.joining(separator));
    }
}
