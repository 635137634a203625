package io.baton.routing;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.http.Version;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The models that an admin has disabled. Stored in PostgreSQL, since such a decision must not be lost with Redis; each
 * node polls every two seconds, and uses the last result while PostgreSQL is unavailable.
 */
@ApplicationScoped
class DisabledModels {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @PersistenceContext
    EntityManager entities;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    @Inject
    DisabledModels self;

    @Inject
    AuditLog audit;

    private volatile Map<String, Disabled> disabled = Map.of();

    /** @param until empty if it stays disabled until it is enabled */
    record Disabled(String model, Optional<Instant> until) {}

    void begin(@Observes @Priority(4) Startup startup) {
        refresh();
        tasks.start("model-closures", Schedule.every(PERIOD), this::refresh);
    }

    Optional<Disabled> of(String model) {
        return Optional.ofNullable(disabled.get(model))
                .filter(entry -> entry.until()
                        .map(until -> until.isAfter(clock.instant()))
                        .orElse(true));
    }

    void disable(String model, Instant until, String by, String ifMatch) {
        self.store(model, until, by, ifMatch);
        refresh();
    }

    void enable(String model, String ifMatch) {
        self.remove(model, ifMatch);
        refresh();
    }

    private void refresh() {
        disabled = self.stored().stream().collect(Collectors.toMap(Disabled::model, entry -> entry));
    }

    @Transactional
    public List<Disabled> stored() {
        return entities.createQuery("from DisabledModelEntity", DisabledModelEntity.class).getResultList().stream()
                .map(row -> new Disabled(row.model, Optional.ofNullable(row.until)))
                .toList();
    }

    /** Also where the model is not disabled. */
    @Transactional
    public Version version(String model) {
        return Version.of(stored(model));
    }

    private Optional<Disabled> locked(String model, String ifMatch) {
        NativeSql.lock(entities, "model:" + model);
        Version.check(ifMatch, version(model));
        return stored(model);
    }

    private Optional<Disabled> stored(String model) {
        return stored().stream().filter(each -> each.model().equals(model)).findFirst();
    }

    @Transactional
    public void store(String model, Instant until, String by, String ifMatch) {
        var before = locked(model, ifMatch);
        audit.record(Action.MODEL_DISABLED, "model:" + model, before, new Disabled(model, Optional.ofNullable(until)));
        entities.createNativeQuery("""
                        insert into model_closure (model, until, closed_by, closed_at) values (:model, :until, :by, :now)
                        on conflict (model) do update
                          set until = excluded.until, closed_by = excluded.closed_by, closed_at = excluded.closed_at
                        """)
                .setParameter("model", model)
                .setParameter("until", until)
                .setParameter("by", by)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    @Transactional
    public void remove(String model, String ifMatch) {
        audit.record(Action.MODEL_ENABLED, "model:" + model, locked(model, ifMatch), null);
        entities.createNativeQuery("delete from model_closure where model = :model")
                .setParameter("model", model)
                .executeUpdate();
    }
}
