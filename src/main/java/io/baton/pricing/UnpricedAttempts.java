package io.baton.pricing;

import io.baton.model.Price;
import io.baton.platform.NativeSql;
import io.baton.statistics.LiveCounters;
import io.baton.statistics.RollUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The settled ledger rows that have no cost. */
@ApplicationScoped
class UnpricedAttempts {
    private static final int PAGE = 2_000;
    private static final String COST = """
            round((:input * (input_tokens - cached_tokens) + :cached * cached_tokens
              + :output * (output_tokens - reasoning_tokens) + :reasoning * reasoning_tokens) / 1000, 9)
            """;
    private static final String UNPRICED = """
            model = :model and cost is null and outcome is not null and started_at >= :from and started_at < :to
            """;
    /** Adds the cost of rows that are in the roll-up there too; the others bring theirs when they are rolled up. */
    private static final String APPLY =
            """
            with page as (
              select id, started_at from attempt where UNPRICED order by started_at limit %d for update
            ), priced as (
              update attempt a set cost = COST, price_version = :version from page p
              where a.id = p.id and a.started_at = p.started_at
              returning a.started_at, a.user_id, a.group_id, a.api_key_id, a.model, a.cost, a.posted
            ), sums as (
              select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z') as bucket,
                user_id, model, sum(cost) as cost, count(*) as n
              from priced where posted group by 1, 2, 3
            ), payers as (
              update usage_payer_quarter_hour u set cost = u.cost + s.cost, unpriced = u.unpriced - s.n
              from (
                select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z') as bucket,
                  payer, model, sum(cost) as cost, count(*) as n
                from priced, lateral (values ('group:' || group_id), ('key:' || api_key_id)) w (payer)
                where posted and payer is not null group by 1, 2, 3) s
              where u.bucket = s.bucket and u.payer = s.payer and u.model = s.model
            ), site as (
              update usage_site_quarter_hour u set cost = u.cost + s.cost, unpriced = u.unpriced - s.n
              from (select bucket, model, sum(cost) as cost, sum(n) as n from sums group by 1, 2) s
              where u.bucket = s.bucket and u.model = s.model
            ), users as (
              update usage_quarter_hour u set cost = u.cost + s.cost, unpriced = u.unpriced - s.n
              from sums s where u.bucket = s.bucket and u.user_id = s.user_id and u.model = s.model
              returning u.bucket, u.user_id
            )
            select cast(p.n as int), p.last, u.bucket, u.user_id
            from (select count(*) as n, max(started_at) as last from page) p left join users u on true
            """.formatted(PAGE).replace("UNPRICED", UNPRICED).replace("COST", COST);

    @PersistenceContext
    EntityManager entities;

    @Inject
    RollUp rollUp;

    /** A price and the time in which it is valid. */
    public record Span(String model, Instant from, Instant to, Price price) {
        /** The rest of it. It begins at the same moment, because further rows may have it too. */
        Span after(Page page) {
            return new Span(model, page.last(), to, price);
        }
    }

    /**
     * Rows that got a cost in one statement.
     *
     * @param last    when the youngest of them began; null: there are none
     * @param touched what changed in the roll-up
     */
    public record Page(int rows, Instant last, List<LiveCounters.Touched> touched) {
        boolean isLast() {
            return rows < PAGE;
        }
    }

    private record Extent(Instant first, Instant last) {}

    private record Sum(long rows, BigDecimal cost) {}

    /** @param bucket null: nothing of the page was in the roll-up */
    private record Priced(int rows, Instant last, Instant bucket, String userId) {}

    /** The parts of a span that have rows without a cost, each a month at most. */
    @Transactional
    public List<Span> months(Span span) {
        var extent = NativeSql.query(
                        entities,
                        "select min(started_at), max(started_at) from attempt where " + UNPRICED,
                        Extent.class)
                .setParameter("model", span.model())
                .setParameter("from", span.from())
                .setParameter("to", span.to())
                .getSingleResult();
        var months = new ArrayList<Span>();
        if (extent.first() != null) {
            var end = extent.last().plusMillis(1);
            for (var from = extent.first(); from.isBefore(end); from = monthAfter(from)) {
                var to = monthAfter(from).isBefore(end) ? monthAfter(from) : end;
                months.add(new Span(span.model(), from, to, span.price()));
            }
        }
        return months;
    }

    @Transactional
    public RepricingLine line(Span span) {
        var sql = "select count(*), coalesce(sum(" + COST + "), 0) from attempt where " + UNPRICED;
        var sum = bound(sql, Sum.class, span).getSingleResult();
        return new RepricingLine(span.model(), span.price().version(), sum.rows(), sum.cost());
    }

    private static Instant monthAfter(Instant moment) {
        return YearMonth.from(moment.atZone(ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** Prices the next page of a span. */
    @Transactional
    public Page price(Span span) {
        rollUp.lock();
        var rows = bound(APPLY, Priced.class, span)
                .setParameter("version", span.price().version())
                .getResultList();
        var touched = rows.stream()
                .filter(row -> row.bucket() != null)
                .map(row -> new LiveCounters.Touched(row.bucket(), row.userId()))
                .toList();
        return new Page(rows.getFirst().rows(), rows.getFirst().last(), touched);
    }

    /** How many ledger rows have no cost, whether a price is known by now or not. */
    @Transactional
    public long count() {
        return entities.createQuery(
                        "select count(*) from AttemptEntity a where a.cost is null and a.outcome is not null",
                        Long.class)
                .getSingleResult();
    }

    private <T> TypedQuery<T> bound(String sql, Class<T> type, Span span) {
        return NativeSql.query(entities, sql, type)
                .setParameter("model", span.model())
                .setParameter("from", span.from())
                .setParameter("to", span.to())
                .setParameter("input", span.price().input())
                .setParameter("cached", span.price().cached())
                .setParameter("output", span.price().output())
                .setParameter("reasoning", span.price().reasoning());
    }
}
