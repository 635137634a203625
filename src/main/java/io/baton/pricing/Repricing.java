package io.baton.pricing;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.catalog.Catalog;
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
 * Gives a cost to ledger rows that have none because no price was known when their request left. It uses the price that is known
 * now for that moment, and never changes a cost that is known. Each page is a transaction of its own, so that no statement exceeds
 * its time-out and posting never waits long. After an interruption, the next run does the rest.
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

    @Inject
    AuditLog audit;

    /**
     * The rows without a cost, and the cost that they would get.
     *
     * @param token proves that the caller has seen exactly this preview
     */
    public record Preview(List<RepricingLine> lines, String token) {
        static Preview of(List<RepricingLine> lines) {
            return new Preview(
                    List.copyOf(lines), Integer.toHexString(lines.toString().hashCode()));
        }
    }

    /** Counts month by month, so that no statement exceeds its time-out. */
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
     * Books the costs of the preview.
     *
     * @param token the token of the preview that the admin has seen
     * @throws Problem if the preview would be different by now; then nothing has changed
     */
    public void apply(String token) {
        var preview = preview();
        if (!preview.token().equals(token)) {
            throw Problem.badField("token", "problem.preview-old");
        }
        audit.record(Action.USAGE_REPRICED, null, null, preview);
        for (var span : spans()) {
            var page = attempts.price(span);
            publisher.publish(page.touched());
            while (!page.isLast()) {
                page = attempts.price(span.after(page));
                publisher.publish(page.touched());
            }
        }
    }

    /** How many ledger rows have no cost, whether a price is known by now or not. */
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
