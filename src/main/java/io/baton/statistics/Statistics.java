package io.baton.statistics;

import io.baton.ledger.Period;
import io.baton.ledger.ReportTimeout;
import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reports usage from the roll-up, to the quarter of an hour. */
@ApplicationScoped
@Transactional
public class Statistics {
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

    /** @param bucket its number in {@link TimeBuckets}, from 1 on */
    private record BucketSum(
            int bucket, String model, long requests, long tokens, BigDecimal cost, long responseTime, long errors) {
        Row row(TimeBuckets buckets) {
            var average = requests == 0 ? null : responseTime / requests;
            return new Row(buckets.labels().get(bucket - 1), model, requests, tokens, cost, average, errors);
        }
    }

    /**
     * The roll-up and the ledger rows that are not in it yet, as of one moment.
     *
     * @param models empty: all
     * @param userId a user's id, a payer as {@code group:12}, or null for all
     * @return by period, then by model; periods without usage are absent
     */
    public List<Row> series(Period period, TimeBuckets.Group group, ZoneId zone, Set<String> models, String userId) {
        var buckets = TimeBuckets.of(period, group, zone);
        return NativeSql.query(entities, """
                        with grid as materialized (select cast(:begins as timestamptz[]) as begins), used as (%s)
                        select width_bucket(bucket, begins), model, cast(sum(answers) as bigint), cast(sum(tokens) as bigint),
                          sum(cost), cast(sum(response_time_ms) as bigint), cast(sum(errors) as bigint)
                        from used, grid where :every or model in (:models) group by 1, 2 order by 1, 2
                        """.formatted(used(userId)), BucketSum.class)
                .setParameter(
                        "begins",
                        buckets.begins().stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}")))
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setParameter("user", userId)
                .setParameter("every", models.isEmpty())
                .setParameter("models", models.isEmpty() ? Set.of("") : models)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getResultList()
                .stream()
                .map(sum -> sum.row(buckets))
                .toList();
    }

    /**
     * Roll-up rows of the period, and settled ledger rows that are not posted yet in the same form.
     *
     * @param whose a user's id, a payer as {@code group:12}, or null
     */
    private static String used(String whose) {
        var isPayer = whose != null && whose.contains(":");
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
                whose == null ? "usage_site_quarter_hour" : isPayer ? "usage_payer_quarter_hour" : "usage_quarter_hour",
                whose == null
                        ? "and cast(:user as varchar) is null"
                        : isPayer ? "and payer = :user" : "and user_id = :user",
                whose == null
                        ? ""
                        : isPayer
                                ? "and :user in ('group:' || group_id, 'key:' || api_key_id)"
                                : "and user_id = :user");
    }

    /** Usage of this month by day and model. {@code userId} null: all users. */
    public List<Row> thisMonthByDay(Instant now, String userId) {
        return series(Period.monthToDate(now), TimeBuckets.Group.DAY, ZoneId.of("UTC"), Set.of(), userId);
    }

    /** Dollars of each of the {@code days} whole days of a zone before today, oldest first; zero for a day without use. */
    public List<BigDecimal> daily(Instant now, int days, ZoneId zone, String userId) {
        var today = LocalDate.ofInstant(now, zone);
        var from = today.minusDays(days);
        var period = new Period(
                from.atStartOfDay(zone).toInstant(), today.atStartOfDay(zone).toInstant());
        var costs = series(period, TimeBuckets.Group.DAY, zone, Set.of(), userId).stream()
                .collect(Collectors.toMap(Row::period, Row::totalCost, BigDecimal::add));
        return from.datesUntil(today)
                .map(day -> costs.getOrDefault(day.toString(), BigDecimal.ZERO))
                .toList();
    }

    /** Dollars spent in a period. */
    public BigDecimal cost(Period period, String userId) {
        return NativeSql.query(
                        entities,
                        "select coalesce(sum(cost), 0) from (%s) used".formatted(used(userId)),
                        BigDecimal.class)
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setParameter("user", userId)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getSingleResult();
    }

    /** Dollars that the user's unfinished answers may still cost. {@code userId} null: all users. */
    public BigDecimal held(String userId) {
        return NativeSql.query(entities, """
                        select coalesce(sum(amount), 0) from hold
                        where cast(:user as varchar) is null or user_id = :user
                        """, BigDecimal.class)
                .setParameter("user", userId)
                .getSingleResult();
    }
}
