package io.baton.statistics;

import io.baton.ledger.ReportTimeout;
import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps how long first outputs took in each quarter of an hour, since a percentile can't be summed up later. Each quarter is rolled up
 * once, a quarter of an hour after its end, when its answers have ended; a first run does so for the last weeks.
 */
@ApplicationScoped
class FirstTokenRollUp {
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration KEPT = Duration.ofDays(91);
    private static final Duration BACK = Duration.ofDays(50);
    private static final Duration STEP = Duration.ofDays(1);
    private static final int FEWEST = 5;

    @PersistenceContext
    EntityManager entities;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    @Inject
    FirstTokenRollUp self;

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("first-token-roll-up", Schedule.every(PERIOD), () -> rollUp(clock.instant()));
    }

    /** All that is due. */
    void rollUp(Instant now) {
        var end = quarter(now).minus(QUARTER);
        for (var from = self.next(now); from.isBefore(end); from = from.plus(STEP)) {
            self.rollUp(from, from.plus(STEP).isBefore(end) ? from.plus(STEP) : end);
        }
        self.forget(now.minus(KEPT));
    }

    private static Instant quarter(Instant moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), QUARTER.toSeconds()) * QUARTER.toSeconds());
    }

    /** The first quarter that is not rolled up. */
    @Transactional
    public Instant next(Instant now) {
        var earliest = quarter(now.minus(BACK));
        var last = NativeSql.query(
                        entities, "select coalesce(max(bucket), :never) from first_token_quarter_hour", Instant.class)
                .setParameter("never", Instant.EPOCH)
                .getSingleResult();
        return last.isBefore(earliest) ? earliest : last.plus(QUARTER);
    }

    /** Quarters with too few answers get no row. */
    @Transactional
    public void rollUp(Instant from, Instant to) {
        entities.createNativeQuery("""
                        insert into first_token_quarter_hour (bucket, model, answers, first_output_ms)
                        select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z'), coalesce(model, ''),
                          count(*), percentile_disc(0.75) within group (order by first_output_ms)
                        from attempt
                        where id >= :first and id < :last and started_at >= :from and started_at < :to
                          and first_output_ms is not null
                        group by grouping sets ((1, model), (1)) having count(*) >= :fewest
                        on conflict do nothing
                        """)
                .setParameter("first", Ids.firstAt(from))
                .setParameter("last", Ids.firstAt(to))
                .setParameter("from", from)
                .setParameter("to", to)
                .setParameter("fewest", FEWEST)
                .setHint(ReportTimeout.HINT, ReportTimeout.millis())
                .executeUpdate();
    }

    @Transactional
    public void forget(Instant before) {
        entities.createNativeQuery("delete from first_token_quarter_hour where bucket < :before")
                .setParameter("before", before)
                .executeUpdate();
    }
}
