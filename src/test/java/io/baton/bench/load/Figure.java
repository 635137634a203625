package io.baton.bench.load;

import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** A figure of a measurement, beside the same load on the provider directly. Not a number where it says nothing. */
enum Figure {
    FIRST_P50("first token p50 ms", 1, each -> each.result().firstTokens().p50() / 1e6),
    FIRST_P99("p99", 1, each -> each.result().firstTokens().p99() / 1e6),
    ADDED_P50("added p50 ms", 1, (each, direct) -> added(FIRST_P50, each, direct)),
    ADDED_P99("p99", 1, (each, direct) -> added(FIRST_P99, each, direct)),
    LAG_P50("lag p50 ms", 1, each -> streams(each, each.result().lags().p50() / 1e6)),
    LAG_P99("p99", 1, each -> streams(each, each.result().lags().p99() / 1e6)),
    SERVER_PER_TOKEN("server CPU µs/token", 0, each -> streams(each, server(each) * 1e6 / each.tokens())),
    ANSWERS_PER_SECOND("answers/s", 0, each -> answers(each, each.result().whole() / seconds(each))),
    SERVER_PER_ANSWER(
            "server CPU ms/answer",
            1,
            each -> answers(each, server(each) * 1e3 / each.load().streams())),
    DATABASE_PER_ANSWER(
            "PostgreSQL ms/answer",
            1,
            each -> answers(
                    each, each.cpu().database().toNanos() / 1e6 / each.load().streams())),
    SERVER("cores: server", 2, each -> positive(each.cpu().cores(each.cpu().server()))),
    GENERATOR("generator", 2, each -> each.cpu().cores(each.cpu().generator())),
    PROVIDER("provider", 2, each -> each.cpu().cores(each.cpu().provider())),
    DATABASE("PostgreSQL", 2, each -> each.cpu().cores(each.cpu().database())),
    REDIS("Redis", 2, each -> each.cpu().cores(each.cpu().redis())),
    ELSEWHERE(
            "elsewhere",
            2,
            each -> each.cpu().machine().isZero()
                    ? Double.NaN
                    : each.cpu().cores(each.cpu().elsewhere()));

    private final String heading;
    private final int decimals;
    private final ToDoubleBiFunction<Measurement, Measurement> value;

    Figure(String heading, int decimals, ToDoubleFunction<Measurement> value) {
        this(heading, decimals, (each, direct) -> value.applyAsDouble(each));
    }

    Figure(String heading, int decimals, ToDoubleBiFunction<Measurement, Measurement> value) {
        this.heading = heading;
        this.decimals = decimals;
        this.value = value;
    }

    /** @param direct the same load on the provider itself, in the same round; null: there was none */
    double of(Measurement measurement, Measurement direct) {
        return value.applyAsDouble(measurement, direct);
    }

    String heading() {
        return heading;
    }

    String format(double figure) {
        return Double.isNaN(figure) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", figure);
    }

    private static double added(Figure figure, Measurement each, Measurement direct) {
        return direct == null || direct == each ? Double.NaN : figure.of(each, null) - figure.of(direct, null);
    }

    /** Of a load of streams; a load of answers of one token has no such figure. */
    private static double streams(Measurement each, double figure) {
        return each.load().lasts() ? positive(figure) : Double.NaN;
    }

    private static double answers(Measurement each, double figure) {
        return each.load().lasts() ? Double.NaN : positive(figure);
    }

    /** No server is on the direct way. */
    private static double positive(double figure) {
        return figure > 0 ? figure : Double.NaN;
    }

    private static double server(Measurement each) {
        return each.cpu().server().toNanos() / 1e9;
    }

    private static double seconds(Measurement each) {
        return each.result().nanos() / 1e9;
    }
}
