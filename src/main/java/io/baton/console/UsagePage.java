package io.baton.console;

import io.baton.usage.Statistics;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;

/** This month's usage by day and model, newest day first. Methods are getters because the view's language needs them. */
@Named("usagePage")
@RequestScoped
public class UsagePage {
    @Inject
    Statistics statistics;

    @Inject
    Clock clock;

    private List<Line> lines;

    /** One line of the table. */
    public record Line(Statistics.Row row) {
        public String getPeriod() {
            return row.period();
        }

        public String getModel() {
            return row.model();
        }

        public long getRequests() {
            return row.requests();
        }

        public long getTokens() {
            return row.totalTokens();
        }

        /** Dollars without exponent. */
        public String getCost() {
            return plain(row.totalCost());
        }

        public long getErrors() {
            return row.errors();
        }
    }

    @PostConstruct
    void load() {
        lines = statistics.thisMonthByDay(clock.instant()).reversed().stream()
                .map(Line::new)
                .toList();
    }

    public List<Line> getLines() {
        return lines;
    }

    /** Dollars without exponent. */
    public String getTotalCost() {
        return plain(lines.stream().map(line -> line.row().totalCost()).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static String plain(BigDecimal dollars) {
        return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
    }
}
