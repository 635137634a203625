package io.baton.statistics;

import io.baton.ledger.Period;
import io.baton.ledger.ReportTimeout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers questions about usage from the roll-up, to the quarter of an hour. */
@ApplicationScoped
@Transactional
public class Statistics {
    /** No question about the past may hold a connection for longer; whoever asked is told to come again. */
    @PersistenceContext
    EntityManager entities;

    /**
     * One period of one model.
     *
     * @param requests        answers that this model ended
     * @param totalCost       dollars
     * @param avgResponseTime milliseconds, of the answers; null where there was none
     * @param errors          attempts that failed
     */
    public record Row(
            String period,
            String model,
            long requests,
            long totalTokens,
            BigDecimal totalCost,
            Long avgResponseTime,
            long errors) {}

    /**
     * What is rolled up joined with what is not yet, as one moment shows both.
     *
     * @param models empty: all
     * @param userId null: everybody's
     * @return by period, then by model; periods without usage are left out
     */
    public List<Row> series(Period period, TimeBuckets.Group group, ZoneId zone, Set<String> models, String userId) {
        var buckets = TimeBuckets.of(period, group, zone);
        List<?> rows = entities.createNativeQuery("""
                        with grid as materialized (select cast(:begins as timestamptz[]) as begins), used as (%s)
                        select width_bucket(bucket, begins), model, sum(answers), sum(tokens), sum(cost),
                          sum(response_time_ms), sum(errors)
                        from used, grid where :every or model in (:models) group by 1, 2 order by 1, 2
                        """.formatted(used(userId)), Object[].class)
                .setParameter(
                        "begins",
                        buckets.begins().stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}")))
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setParameter("user", userId)
                .setParameter("every", models.isEmpty())
                .setParameter("models", models.isEmpty() ? Set.of("") : models)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> row(buckets, row))
                .toList();
    }

    /** Roll-up rows of the period, and ledger rows that wait for their turn, as if they were rolled up. */
    private static String used(String userId) {
        return """
                select bucket, model, answers, input_tokens + output_tokens as tokens, cost, response_time_ms, errors
                from %s where bucket >= :from and bucket < :to %s
                union all
                select bucket, model, cast(ended_answer as int), input_tokens + output_tokens, coalesce(cost, 0),
                  coalesce(response_time_ms, 0), cast(outcome not in ('complete', 'stopped') as int)
                from (select *, date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z') as bucket
                  from attempt where not posted and outcome is not null) waiting
                where bucket >= :from and bucket < :to %s
                """.formatted(
                        userId == null ? "usage_site_quarter_hour" : "usage_quarter_hour",
                        userId == null ? "and cast(:user as varchar) is null" : "and user_id = :user",
                        userId == null ? "" : "and user_id = :user");
    }

    private static Row row(TimeBuckets buckets, Object[] row) {
        var requests = ((Number) row[2]).longValue();
        var responseTime = ((Number) row[5]).longValue();
        return new Row(
                buckets.labels().get(((Number) row[0]).intValue() - 1),
                (String) row[1],
                requests,
                ((Number) row[3]).longValue(),
                (BigDecimal) row[4],
                requests == 0 ? null : responseTime / requests,
                ((Number) row[6]).longValue());
    }

    /** Usage of this month by day and model. {@code userId} null: everybody's. */
    public List<Row> thisMonthByDay(Instant now, String userId) {
        return series(Period.monthToDate(now), TimeBuckets.Group.DAY, ZoneId.of("UTC"), Set.of(), userId);
    }

    /** Dollars of each of so many whole days (UTC) before today, oldest first, of days without use too. */
    public List<BigDecimal> daily(Instant now, int days, String userId) {
        var today = now.truncatedTo(ChronoUnit.DAYS);
        var from = today.minus(days, ChronoUnit.DAYS);
        var costs = series(new Period(from, today), TimeBuckets.Group.DAY, ZoneOffset.UTC, Set.of(), userId).stream()
                .collect(Collectors.toMap(Row::period, Row::totalCost, BigDecimal::add));
        return from.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .datesUntil(today.atZone(ZoneOffset.UTC).toLocalDate())
                .map(day -> costs.getOrDefault(day.toString(), BigDecimal.ZERO))
                .toList();
    }

    /** Dollars spent in a period. */
    public BigDecimal cost(Period period, String userId) {
        return (BigDecimal) entities.createNativeQuery(
                        "select coalesce(sum(cost), 0) from (%s) used".formatted(used(userId)), BigDecimal.class)
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setParameter("user", userId)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getSingleResult();
    }

    /** Dollars that the user's unfinished answers may still cost. {@code userId} null: everybody's. */
    public BigDecimal held(String userId) {
        return (BigDecimal) entities.createNativeQuery("""
                        select coalesce(sum(amount), 0) from hold
                        where cast(:user as varchar) is null or user_id = :user
                        """, BigDecimal.class)
                .setParameter("user", userId)
                .getSingleResult();
    }
}
