package io.baton.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Answers questions about usage from the roll-up, to the quarter of an hour. */
@ApplicationScoped
@Transactional
public class Statistics {
    @PersistenceContext
    EntityManager entities;

    /** By what a series is grouped. */
    public enum Group {
        HOUR("YYYY-MM-DD\"T\"HH24:00"),
        DAY("YYYY-MM-DD"),
        WEEK("IYYY-\"W\"IW"),
        MONTH("YYYY-MM");

        private final String format;

        Group(String format) {
            this.format = format;
        }
    }

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
     * @param models empty: all
     * @param userId null: everybody's
     * @return by period, then by model; periods without usage are left out
     */
    public List<Row> series(Period period, Group group, ZoneId zone, Set<String> models, String userId) {
        List<?> rows = entities.createNativeQuery("""
                        select to_char(date_trunc(:unit, bucket at time zone :zone), :format) as period, model,
                          sum(answers), sum(input_tokens + output_tokens), sum(cost), sum(response_time_ms), sum(errors)
                        from usage_quarter_hour
                        where bucket >= :from and bucket < :to and (cast(:user as varchar) is null or user_id = :user)
                          and (:every or model in (:models))
                        group by 1, 2 order by 1, 2
                        """, Object[].class)
                .setParameter("unit", group.name().toLowerCase(java.util.Locale.ROOT))
                .setParameter("zone", zone.getId())
                .setParameter("format", group.format)
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setParameter("user", userId)
                .setParameter("every", models.isEmpty())
                .setParameter("models", models.isEmpty() ? Set.of("") : models)
                .getResultList();
        return rows.stream().map(Object[].class::cast).map(Statistics::row).toList();
    }

    private static Row row(Object[] row) {
        var requests = ((Number) row[2]).longValue();
        var responseTime = ((Number) row[5]).longValue();
        return new Row(
                (String) row[0],
                (String) row[1],
                requests,
                ((Number) row[3]).longValue(),
                (BigDecimal) row[4],
                requests == 0 ? null : responseTime / requests,
                ((Number) row[6]).longValue());
    }

    /** Everybody's usage of this month by day and model, for the console. */
    public List<Row> thisMonthByDay(Instant now) {
        return series(Period.monthToDate(now), Group.DAY, ZoneId.of("UTC"), Set.of(), null);
    }

    /** Dollars spent in a period. */
    public BigDecimal cost(Period period, String userId) {
        return (BigDecimal) entities.createNativeQuery("""
                        select coalesce(sum(cost), 0) from usage_quarter_hour
                        where bucket >= :from and bucket < :to and (cast(:user as varchar) is null or user_id = :user)
                        """, BigDecimal.class)
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setParameter("user", userId)
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
