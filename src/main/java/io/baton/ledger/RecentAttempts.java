package io.baton.ledger;

import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the attempts of the last minutes say about models. Ids are ordered by time, so the primary key finds them. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
public class RecentAttempts {
    /** Attempts may have begun this much earlier than they ended. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @PersistenceContext
    EntityManager entities;

    /**
     * The attempts that ended within a time.
     *
     * @param model         null: all models together
     * @param errors        attempts that failed, other than for want of a free connection, which is not the model's fault
     * @param billed        attempts that have used tokens
     * @param estimated     those of them whose tokens are estimated
     * @param answered      attempts with output
     * @param firstOutput75 milliseconds to the first output, the 75th percentile; null: there was no output
     * @param firstOutput90 the 90th
     */
    public record Sums(
            String model,
            long attempts,
            long errors,
            long billed,
            long estimated,
            long answered,
            Integer firstOutput75,
            Integer firstOutput90) {}

    /** By model, and all together. */
    public List<Sums> endedSince(Instant since) {
        return NativeSql.query(entities, """
                        select model, count(*), count(*) filter (where outcome not in ('complete', 'stopped', 'pool_exhausted')),
                          count(*) filter (where source in ('measured', 'estimated')),
                          count(*) filter (where source = 'estimated'), count(first_output_ms),
                          percentile_disc(0.75) within group (order by first_output_ms),
                          percentile_disc(0.9) within group (order by first_output_ms)
                        from attempt
                        where id >= :first and started_at >= :from and outcome is not null and provider <> 'cache'
                          and started_at + make_interval(secs => coalesce(total_ms, 0) / 1000.0) >= :since
                        group by grouping sets ((model), ())
                        """, Sums.class)
                .setParameter("first", Ids.firstAt(since.minus(LONGEST)))
                .setParameter("from", since.minus(LONGEST))
                .setParameter("since", since)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .getResultList();
    }
}
