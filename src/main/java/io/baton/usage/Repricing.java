package io.baton.usage;

import io.baton.model.Catalog;
import io.baton.model.Price;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives a cost to ledger rows that have none because no price was known when their request left: the price that holds now
 * for that moment. A cost that is there is never touched.
 */
@ApplicationScoped
@Transactional
public class Repricing {
    private static final String COST = """
            round((:input * (input_tokens - cached_tokens) + :cached * cached_tokens
              + :output * (output_tokens - reasoning_tokens) + :reasoning * reasoning_tokens) / 1000, 9)
            """;
    private static final String UNPRICED = """
            model = :model and cost is null and outcome is not null and started_at >= :from and started_at < :to
            """;
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    @PersistenceContext
    EntityManager entities;

    @Inject
    Prices prices;

    @Inject
    Catalog catalog;

    /**
     * What repricing would do to the rows of one model under one price.
     *
     * @param version of the price
     * @param cost    dollars
     */
    public record Line(String model, String version, long rows, BigDecimal cost) {}

    /** A price and how long it holds. */
    private record Span(String model, Instant from, Instant to, Price price) {}

    /**
     * What there is without a cost, and what it would cost.
     *
     * @param token proves that this very preview was seen
     */
    public record Preview(List<Line> lines, String token) {
        static Preview of(List<Line> lines) {
            return new Preview(
                    List.copyOf(lines), Integer.toHexString(lines.toString().hashCode()));
        }
    }

    public Preview preview() {
        var lines = new ArrayList<Line>();
        for (var span : spans()) {
            var row = (Object[]) bound(
                            entities.createNativeQuery(
                                    "select count(*), sum(" + COST + ") from attempt where " + UNPRICED,
                                    Object[].class),
                            span)
                    .getSingleResult();
            if (((Number) row[0]).longValue() > 0) {
                lines.add(new Line(
                        span.model(), span.price().version(), ((Number) row[0]).longValue(), (BigDecimal) row[1]));
            }
        }
        return Preview.of(lines);
    }

    /**
     * Books what the preview has shown.
     *
     * @param token of the preview that the admin was shown
     * @return the quarters of an hour whose figures have changed
     * @throws Problem where by now it would be something else; then nothing is changed
     */
    public Set<LiveFigures.Touched> apply(String token) {
        if (!preview().token().equals(token)) {
            throw Problem.badField("token", "problem.preview-old");
        }
        var touched = new HashSet<LiveFigures.Touched>();
        spans().forEach(span -> touched.addAll(apply(span)));
        return touched;
    }

    /** Rows that are rolled up already carry their cost there too; the others will, when their turn comes. */
    private List<LiveFigures.Touched> apply(Span span) {
        List<?> rows = bound(entities.createNativeQuery("""
                                with priced as (
                                  update attempt set cost = %s, price_version = :version where %s
                                  returning started_at, user_id, model, cost, posted
                                ), sums as (
                                  select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z') as bucket,
                                    user_id, model, sum(cost) as cost, count(*) as n
                                  from priced where posted group by 1, 2, 3 order by 1, 2, 3
                                ), site as (
                                  update usage_site_quarter_hour u set cost = u.cost + s.cost, unpriced = u.unpriced - s.n
                                  from (select bucket, model, sum(cost) as cost, sum(n) as n from sums group by 1, 2) s
                                  where u.bucket = s.bucket and u.model = s.model
                                )
                                update usage_quarter_hour u set cost = u.cost + s.cost, unpriced = u.unpriced - s.n
                                from sums s where u.bucket = s.bucket and u.user_id = s.user_id and u.model = s.model
                                returning u.bucket, u.user_id
                                """.formatted(COST, UNPRICED), Object[].class), span)
                .setParameter("version", span.price().version())
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new LiveFigures.Touched((Instant) row[0], (String) row[1]))
                .toList();
    }

    /** Ledger rows that have no cost, whether a price is known by now or not. */
    public long unpriced() {
        return ((Number) entities.createNativeQuery(
                                "select count(*) from attempt where cost is null and outcome is not null", Long.class)
                        .getSingleResult())
                .longValue();
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

    private static Query bound(Query query, Span span) {
        return query.setParameter("model", span.model())
                .setParameter("from", span.from())
                .setParameter("to", span.to())
                .setParameter("input", span.price().input())
                .setParameter("cached", span.price().cached())
                .setParameter("output", span.price().output())
                .setParameter("reasoning", span.price().reasoning());
    }
}
