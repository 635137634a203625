package io.baton.pricing;

import io.baton.model.Catalog;
import io.baton.platform.Problem;
import io.baton.pricing.UnpricedAttempts.Span;
import io.baton.statistics.UsagePublisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a cost to ledger rows that have none because no price was known when their request left: the price that holds now
 * for that moment. A cost that is there is never touched. It goes page by page, each in a transaction of its own, so that no
 * statement meets a time-out and posting waits for none of them long; what an interruption leaves is there the next time.
 */
@ApplicationScoped
public class Repricing {
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    @Inject
    PriceStore prices;

    @Inject
    Catalog catalog;

    @Inject
    UsagePublisher publisher;

    @Inject
    UnpricedAttempts attempts;

    /**
     * What there is without a cost, and what it would cost.
     *
     * @param token proves that this very preview was seen
     */
    public record Preview(List<RepricingLine> lines, String token) {
        static Preview of(List<RepricingLine> lines) {
            return new Preview(
                    List.copyOf(lines), Integer.toHexString(lines.toString().hashCode()));
        }
    }

    /** What there is without a cost. Counted month by month, so that no statement meets a time-out. */
    public Preview preview() {
        var lines = new ArrayList<RepricingLine>();
        for (var span : spans()) {
            var rows = 0L;
            var cost = BigDecimal.ZERO;
            for (var month : attempts.months(span)) {
                var line = attempts.line(month);
                rows += line.rows();
                cost = cost.add(line.cost());
            }
            if (rows > 0) {
                lines.add(new RepricingLine(span.model(), span.price().version(), rows, cost));
            }
        }
        return Preview.of(lines);
    }

    /**
     * Books what the preview has shown.
     *
     * @param token of the preview that the admin was shown
     * @throws Problem where by now it would be something else; then nothing is changed
     */
    public void apply(String token) {
        if (!preview().token().equals(token)) {
            throw Problem.badField("token", "problem.preview-old");
        }
        for (var span : spans()) {
            var page = attempts.price(span);
            publisher.publish(page.touched());
            while (!page.isLast()) {
                page = attempts.price(span.after(page));
                publisher.publish(page.touched());
            }
        }
    }

    /** Ledger rows that have no cost, whether a price is known by now or not. */
    public long unpriced() {
        return attempts.count();
    }

    private List<Span> spans() {
        var spans = new ArrayList<Span>();
        for (var model : catalog.asShipped()) {
            var history = prices.history(model);
            for (var i = 0; i < history.size(); i++) {
                var to = i + 1 < history.size() ? history.get(i + 1).from() : NEVER;
                spans.add(new Span(
                        model.id(), history.get(i).from(), to, history.get(i).price()));
            }
        }
        return spans;
    }
}
