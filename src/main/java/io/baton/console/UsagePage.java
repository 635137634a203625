package io.baton.console;

import io.baton.statistics.Statistics;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;

/**
 * This month's usage by day and model, newest day first. The bean has getters because Faces needs them; records work
 * without.
 */
@Named("usagePage")
@RequestScoped
public class UsagePage {
    @Inject
    Statistics statistics;

    @Inject
    Clock clock;

    private List<Line> lines;
    private String totalCost;

    /** One line of the table; {@code cost} in dollars without exponent. */
    public record Line(String period, String model, long requests, long tokens, String cost, long errors) {
        static Line of(Statistics.Row row) {
            return new Line(
                    row.period(), row.model(), row.requests(), row.totalTokens(), plain(row.totalCost()), row.errors());
        }
    }

    @PostConstruct
    void load() {
        var rows = statistics.thisMonthByDay(clock.instant(), null).reversed();
        lines = rows.stream().map(Line::of).toList();
        totalCost = plain(rows.stream().map(Statistics.Row::totalCost).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    public List<Line> getLines() {
        return lines;
    }

    /** Dollars without exponent. */
    public String getTotalCost() {
        return totalCost;
    }

    private static String plain(BigDecimal dollars) {
        return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
    }
}
