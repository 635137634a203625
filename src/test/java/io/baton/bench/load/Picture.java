package io.baton.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Figures over the number of streams, a line for each way, both axes logarithmic, as an SVG picture. */
record Picture(List<Row> rows) {
    private static final int COLUMNS = 3;
    private static final int PANEL_WIDTH = 350;
    private static final int PANEL_HEIGHT = 350;
    private static final int WIDTH = 250;
    private static final int HEIGHT = 240;
    private static final int LEFT = 60;
    private static final int TOP = 60;
    private static final int LEGEND = 30;
    private static final List<String> COLOURS =
            List.of("#7f7f7f", "#2ca02c", "#ff7f0e", "#1f77b4", "#d62728", "#9467bd");

    /** One figure of all ways. */
    private record Panel(String title, Figure figure) {}

    private static final List<Panel> PANELS = List.of(
            new Panel("first token, median, ms", Figure.FIRST_P50),
            new Panel("first token, p99, ms", Figure.FIRST_P99),
            new Panel("lag of a token, median, ms", Figure.LAG_P50),
            new Panel("lag of a token, p99, ms", Figure.LAG_P99),
            new Panel("CPU of the server per token, µs", Figure.SERVER_PER_TOKEN));

    /** A logarithmic axis over whole powers of ten. */
    private record Axis(int from, int to, int length) {
        static Axis over(double least, double most, int length) {
            var from = (int) Math.floor(Math.log10(least));
            return new Axis(from, Math.max(from + 1, (int) Math.ceil(Math.log10(most))), length);
        }

        double at(double value) {
            return (Math.log10(value) - from) * length / (to - from);
        }
    }

    Picture {
        rows = List.copyOf(rows);
    }

    String svg() {
        var width = PANEL_WIDTH * COLUMNS;
        var height = PANEL_HEIGHT * ((PANELS.size() + COLUMNS - 1) / COLUMNS) + LEGEND;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n"
                        .formatted(width, height)
                + "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n".formatted(width, height)
                + legend()
                + IntStream.range(0, PANELS.size())
                        .mapToObj(i -> panel(
                                PANELS.get(i), i % COLUMNS * PANEL_WIDTH + LEFT, i / COLUMNS * PANEL_HEIGHT + TOP))
                        .collect(Collectors.joining())
                + "</svg>\n";
    }

    private String legend() {
        var ways = ways();
        return IntStream.range(0, ways.size())
                .mapToObj(i -> text(LEFT + i * 140, LEGEND - 8, colour(i), "start", "● " + ways.get(i)))
                .collect(Collectors.joining());
    }

    private String panel(Panel panel, int left, int top) {
        var shown = rows.stream().filter(row -> row.figure(panel.figure()) > 0).toList();
        if (shown.isEmpty()) {
            return "";
        }
        var x = axis(shown, row -> row.workload().load().streams(), WIDTH);
        var y = axis(shown, row -> row.figure(panel.figure()), HEIGHT);
        return "<g transform=\"translate(%d %d)\">\n".formatted(left, top)
                + text(0, -12, "black", "start", panel.title())
                + grid(x, y)
                + lines(panel.figure(), shown, x, y)
                + text(WIDTH / 2, HEIGHT + 38, "black", "middle", "streams")
                + "</g>\n";
    }

    private static Axis axis(List<Row> rows, ToDoubleFunction<Row> value, int length) {
        var values = rows.stream().mapToDouble(value).summaryStatistics();
        return Axis.over(values.getMin(), values.getMax(), length);
    }

    private static String grid(Axis x, Axis y) {
        var svg = new StringBuilder();
        for (var power = x.from(); power <= x.to(); power++) {
            var at = x.at(Math.pow(10, power));
            svg.append(line(at, 0, at, HEIGHT));
            svg.append(text(at, HEIGHT + 18, "black", "middle", label(power)));
        }
        for (var power = y.from(); power <= y.to(); power++) {
            var at = HEIGHT - y.at(Math.pow(10, power));
            svg.append(line(0, at, WIDTH, at));
            svg.append(text(-6, at + 4, "black", "end", label(power)));
        }
        return svg.toString();
    }

    private String lines(Figure figure, List<Row> shown, Axis x, Axis y) {
        var ways = ways();
        var svg = new StringBuilder();
        for (var i = 0; i < ways.size(); i++) {
            var way = ways.get(i);
            var points = shown.stream()
                    .filter(row -> row.way().equals(way))
                    .map(row -> "%.1f,%.1f"
                            .formatted(x.at(row.workload().load().streams()), HEIGHT - y.at(row.figure(figure))))
                    .toList();
            svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"%s\"/>\n"
                    .formatted(colour(i), String.join(" ", points)));
            for (var point : points) {
                var at = point.split(",");
                svg.append("<circle r=\"3\" fill=\"%s\" cx=\"%s\" cy=\"%s\"/>\n".formatted(colour(i), at[0], at[1]));
            }
        }
        return svg.toString();
    }

    private List<String> ways() {
        return rows.stream().map(Row::way).distinct().toList();
    }

    private static String colour(int way) {
        return COLOURS.get(way % COLOURS.size());
    }

    private static String label(int power) {
        return power >= 0
                ? String.format(Locale.ROOT, "%,.0f", Math.pow(10, power))
                : "0." + "0".repeat(-power - 1) + "1";
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return "<line stroke=\"#dddddd\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n".formatted(x1, y1, x2, y2);
    }

    private static String text(double x, double y, String colour, String anchor, String words) {
        return "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(x, y, colour, anchor, words);
    }
}
