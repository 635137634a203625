package io.baton.statistics;

import io.baton.ledger.ReportTimeout;
import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Single quarter-hours of the roll-ups, for comparing them with each other. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
public class UsageHistory {
    private static final int MOST_USERS = 100;

    @PersistenceContext
    EntityManager entities;

    /** What all users used of a model within a quarter of an hour; {@code cost} in dollars. */
    public record Quarter(Instant bucket, String model, long attempts, long errors, BigDecimal cost) {}

    /** The first use of a model since some moment. */
    public record Begin(String model, Instant bucket) {}

    /** Dollars of one user. */
    public record Spent(String userId, BigDecimal cost) {}

    /** @param model empty: all models together */
    public record FirstToken(Instant bucket, String model, int millis) {}

    /** The given quarter-hours; those without use are absent. */
    public List<Quarter> quarters(Collection<Instant> buckets) {
        return NativeSql.query(entities, """
                        select bucket, model, attempts, errors, cost from usage_site_quarter_hour
                        where bucket = any(cast(:buckets as timestamptz[]))
                        """, Quarter.class)
                .setParameter("buckets", array(buckets))
                .getResultList();
    }

    public List<FirstToken> firstTokens(Collection<Instant> buckets) {
        return NativeSql.query(entities, """
                        select bucket, model, first_output_ms from first_token_quarter_hour
                        where bucket = any(cast(:buckets as timestamptz[]))
                        """, FirstToken.class)
                .setParameter("buckets", array(buckets))
                .getResultList();
    }

    private static String array(Collection<Instant> buckets) {
        return buckets.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}"));
    }

    public List<Begin> begins(Instant since) {
        return NativeSql.query(entities, """
                        select model, min(bucket) from usage_site_quarter_hour where bucket >= :since group by model
                        """, Begin.class)
                .setParameter("since", since)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getResultList();
    }

    /** The users who have spent the most since a quarter-hour, and at least {@code least} dollars. */
    public List<Spent> spenders(Instant since, BigDecimal least) {
        return NativeSql.query(entities, """
                        select user_id, sum(cost) from usage_quarter_hour where bucket >= :since
                        group by user_id having sum(cost) >= :least order by 2 desc limit :most
                        """, Spent.class)
                .setParameter("since", since)
                .setParameter("least", least)
                .setParameter("most", MOST_USERS)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getResultList();
    }

    /** Dollars of each hour (UTC) in which the user spent anything. */
    public List<BigDecimal> spentByHour(String userId, Instant from, Instant to) {
        return NativeSql.query(entities, """
                        select sum(cost) from usage_quarter_hour
                        where user_id = :user and bucket >= :from and bucket < :to and cost > 0
                        group by date_trunc('hour', bucket, 'UTC')
                        """, BigDecimal.class)
                .setParameter("user", userId)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList();
    }
}
