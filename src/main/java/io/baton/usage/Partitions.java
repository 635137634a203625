package io.baton.usage;

import io.baton.platform.PeriodicTasks;
import io.baton.platform.Schedule;
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
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Makes the ledger's monthly partitions ahead of time: this month's and the next two. */
@ApplicationScoped
class Partitions {
    private static final int MONTHS_AHEAD = 2;
    private static final Duration PERIOD = Duration.ofHours(1);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    PeriodicTasks tasks;

    @Inject
    Partitions self;

    void begin(@Observes @Priority(2) Startup startup) {
        self.make();
        tasks.start("ledger-partitions", Schedule.every(PERIOD), self::make);
    }

    @Transactional
    public void make() {
        entities.createNativeQuery("select pg_advisory_xact_lock(hashtextextended('partitions', 0))", Object.class)
                .getSingleResult();
        var month = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        for (var ahead = 0; ahead <= MONTHS_AHEAD; ahead++, month = month.plusMonths(1)) {
            entities.createNativeQuery(
                            """
                            create table if not exists attempt_%04d_%02d partition of attempt
                              for values from ('%s-01 00:00:00Z') to ('%s-01 00:00:00Z')
                            """.formatted(month.getYear(), month.getMonthValue(), month, month.plusMonths(1)))
                    .executeUpdate();
        }
    }
}
