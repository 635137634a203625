package io.baton.audit;

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
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Deletes records that have been kept long enough, a thousand per transaction. */
@ApplicationScoped
class AuditRetention {
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final int STEP = 1_000;

    @PersistenceContext
    EntityManager entities;

    @Inject
    @ConfigProperties
    AuditConfig config;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    @Inject
    AuditRetention self;

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("audit-retention", Schedule.every(PERIOD), this::run);
    }

    void run() {
        var cutoff = clock.instant().minus(config.keep);
        while (self.step(cutoff) == STEP) {
            // the next step is a transaction of its own
        }
    }

    @Transactional
    public int step(Instant cutoff) {
        return NativeSql.query(entities, "select audit_forget(:cutoff, :most)", Integer.class)
                .setParameter("cutoff", cutoff)
                .setParameter("most", STEP)
                .getSingleResult();
    }
}
