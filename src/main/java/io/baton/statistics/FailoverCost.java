package io.baton.statistics;

import io.baton.ledger.Period;
import io.baton.ledger.ReportTimeout;
import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.List;

/** The cost of failover: reads from the ledger the attempts that did not end their answer. */
@ApplicationScoped
@Transactional
public class FailoverCost {
    @PersistenceContext
    EntityManager entities;

    /**
     * Attempts of one model that ended in one way and did not end their answer. Their output may be part of that answer
     * nevertheless.
     *
     * @param outcome a code of {@link io.baton.model.Outcome}
     * @param cost    dollars
     * @param avgMs   mean time from request to failure, milliseconds
     */
    public record Lost(String model, String outcome, long attempts, long tokens, BigDecimal cost, long avgMs) {}

    /**
     * Failover within a period.
     *
     * @param answers      ended answers
     * @param failedOver   ended answers with more than one attempt
     * @param attempts     all ended attempts
     * @param cost         dollars of all attempts
     * @param failoverCost dollars of {@code lost}: the attempts that did not end their answer
     * @param resentTokens input tokens of second and later attempts: the prompt again, and the text so far
     */
    public record Report(
            long answers,
            long failedOver,
            long attempts,
            BigDecimal cost,
            BigDecimal failoverCost,
            long resentTokens,
            List<Lost> lost) {}

    private record Totals(
            long answers,
            long failedOver,
            long attempts,
            BigDecimal cost,
            BigDecimal failoverCost,
            long resentTokens) {}

    public Report report(Period period) {
        var all = within(period, """
                        select count(*) filter (where ended_answer), count(*) filter (where ended_answer and ordinal > 1),
                          count(*), coalesce(sum(cost), 0), coalesce(sum(cost) filter (where not ended_answer), 0),
                          coalesce(sum(input_tokens) filter (where ordinal > 1), 0)
                        from attempt where started_at >= :start and started_at < :end and outcome is not null
                        """, Totals.class).getSingleResult();
        var lost = within(period, """
                        select model, outcome, count(*), sum(input_tokens + output_tokens), coalesce(sum(cost), 0),
                          cast(coalesce(round(avg(total_ms)), 0) as bigint)
                        from attempt
                        where started_at >= :start and started_at < :end and outcome is not null and not ended_answer
                        group by model, outcome order by model, outcome
                        """, Lost.class).getResultList();
        return new Report(
                all.answers(),
                all.failedOver(),
                all.attempts(),
                all.cost(),
                all.failoverCost(),
                all.resentTokens(),
                lost);
    }

    private <T> TypedQuery<T> within(Period period, String sql, Class<T> type) {
        return NativeSql.query(entities, sql, type)
                .setParameter("start", period.from())
                .setParameter("end", period.to())
                .setHint(ReportTimeout.HINT, ReportTimeout.millis());
    }
}
