package io.baton.statistics;

import io.baton.ledger.Period;
import io.baton.ledger.ReportTimeout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.List;

/** What it takes that answers survive their models: the attempts that did not end an answer, straight from the ledger. */
@ApplicationScoped
@Transactional
public class FailoverCost {
    @PersistenceContext
    EntityManager entities;

    /**
     * Attempts of one model that ended one way and did not end their answer. What they said may be a part of that answer
     * all the same.
     *
     * @param outcome a code of {@link io.baton.model.Outcome}
     * @param cost    dollars
     * @param avgMs   mean time from request to failure, milliseconds
     */
    public record Lost(String model, String outcome, long attempts, long tokens, BigDecimal cost, long avgMs) {}

    /**
     * Failover within a period.
     *
     * @param answers      answers that have ended
     * @param failedOver   those of them with more than one attempt
     * @param attempts     all attempts that have ended
     * @param cost         dollars of all attempts
     * @param failoverCost dollars of {@code lost}: what was paid for attempts that did not end their answer
     * @param resentTokens input tokens of second and later attempts: what was sent again, with what had been said
     */
    public record Report(
            long answers,
            long failedOver,
            long attempts,
            BigDecimal cost,
            BigDecimal failoverCost,
            long resentTokens,
            List<Lost> lost) {}

    public Report report(Period period) {
        var all = (Object[]) entities.createNativeQuery("""
                        select count(*) filter (where ended_answer), count(*) filter (where ended_answer and ordinal > 1),
                          count(*), coalesce(sum(cost), 0), coalesce(sum(cost) filter (where not ended_answer), 0),
                          coalesce(sum(input_tokens) filter (where ordinal > 1), 0)
                        from attempt where started_at >= :start and started_at < :end and outcome is not null
                        """, Object[].class)
                .setParameter("start", period.from())
                .setParameter("end", period.to())
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getSingleResult();
        return new Report(
                number(all[0]),
                number(all[1]),
                number(all[2]),
                (BigDecimal) all[3],
                (BigDecimal) all[4],
                number(all[5]),
                lost(period));
    }

    private List<Lost> lost(Period period) {
        List<?> rows = entities.createNativeQuery("""
                        select model, outcome, count(*), sum(input_tokens + output_tokens), coalesce(sum(cost), 0),
                          coalesce(round(avg(total_ms)), 0)
                        from attempt
                        where started_at >= :start and started_at < :end and outcome is not null and not ended_answer
                        group by model, outcome order by model, outcome
                        """, Object[].class)
                .setParameter("start", period.from())
                .setParameter("end", period.to())
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Lost(
                        (String) row[0],
                        (String) row[1],
                        number(row[2]),
                        number(row[3]),
                        (BigDecimal) row[4],
                        number(row[5])))
                .toList();
    }

    private static long number(Object column) {
        return ((Number) column).longValue();
    }
}
