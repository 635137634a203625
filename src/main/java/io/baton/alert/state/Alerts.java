package io.baton.alert.state;

import io.baton.alert.state.Condition.Kind;
import io.baton.alert.state.Condition.Pace;
import io.baton.alert.state.Condition.Step;
import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The alerts. All changes are made under one advisory lock, each with its event and messages in one transaction: so nodes and restarts
 * can't double anything, and events are committed in the order of their numbers.
 */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
public class Alerts {
    @PersistenceContext
    EntityManager entities;

    @Inject
    RuleStore rules;

    @Inject
    EvaluationTurn turn;

    @Inject
    Announcements announcements;

    @Inject
    AuditLog audit;

    /**
     * What was read in one evaluation.
     *
     * @param at      the turn, as it was taken
     * @param covered the rules that could be read; alerts of other rules stay as they are
     */
    public record Evaluation(
            Instant at, Duration period, Duration calm, Set<AlertRule> covered, List<Reading> readings) {
        public Evaluation {
            covered = Set.copyOf(covered);
            readings = List.copyOf(readings);
        }

        Pace pace() {
            return new Pace(period, calm);
        }
    }

    private record Key(AlertRule rule, String subject) {}

    /** Applies the state machine. Does nothing if another node has taken a later turn. */
    public void apply(Evaluation evaluation) {
        lock();
        if (!turn.isStill(evaluation.at())) {
            return;
        }
        var limits = rules.all();
        var unresolved = unresolved();
        var silent = new LinkedHashMap<>(unresolved);
        for (var reading : Explanation.inOrder(evaluation.readings())) {
            var key = new Key(reading.rule(), reading.subject());
            var ruleLimits = limits.get(reading.rule());
            var alert = unresolved.get(key);
            silent.remove(key);
            if (alert != null) {
                step(alert, Optional.of(reading), ruleLimits, evaluation);
            } else if (ruleLimits.enabled() && !isExplained(reading, unresolved)) {
                suspect(reading, ruleLimits, evaluation).ifPresent(opened -> unresolved.put(key, opened));
            }
        }
        silent.forEach((key, alert) -> {
            if (evaluation.covered().contains(key.rule())) {
                step(alert, Optional.empty(), limits.get(key.rule()), evaluation);
            }
        });
        announcements.make(List.copyOf(unresolved.values()), evaluation.at());
    }

    private Map<Key, AlertEntity> unresolved() {
        var found = new LinkedHashMap<Key, AlertEntity>();
        for (var alert : entities.createQuery(
                        "from AlertEntity a where a.state <> 'resolved' order by a.id", AlertEntity.class)
                .getResultList()) {
            AlertRule.of(alert.rule).ifPresent(rule -> found.put(new Key(rule, alert.subject), alert));
        }
        return found;
    }

    private static boolean isExplained(Reading reading, Map<Key, AlertEntity> unresolved) {
        return unresolved.values().stream()
                .filter(AlertEntity::isVisible)
                .anyMatch(alert -> Explanation.explains(alert.rule(), alert.subject, reading));
    }

    private Optional<AlertEntity> suspect(Reading reading, RuleLimits limits, Evaluation evaluation) {
        var step = Condition.first(limits, reading, evaluation.pace(), evaluation.at());
        return step.after().map(condition -> {
            var alert = new AlertEntity(Ids.next(), reading, episode(reading));
            alert.read(reading, limits.limit());
            change(alert, step, evaluation.at());
            entities.persist(alert);
            entities.flush();
            step.event().ifPresent(kind -> announcements.event(alert, kind, null, evaluation.at()));
            return alert;
        });
    }

    private int episode(Reading reading) {
        return NativeSql.query(
                        entities,
                        "select coalesce(max(episode), 0) + 1 from alert where rule = :rule and subject = :subject",
                        Integer.class)
                .setParameter("rule", reading.rule().code())
                .setParameter("subject", reading.subject())
                .getSingleResult();
    }

    private void step(AlertEntity alert, Optional<Reading> reading, RuleLimits limits, Evaluation evaluation) {
        var step = alert.condition().next(limits, reading, evaluation.pace(), evaluation.at());
        reading.filter(each -> each.isBeyond(limits)).ifPresent(each -> alert.read(each, limits.limit()));
        if (step.after().isEmpty()) {
            entities.remove(alert);
            entities.flush();
            return;
        }
        change(alert, step, evaluation.at());
        step.event().ifPresent(kind -> announcements.event(alert, kind, null, evaluation.at()));
    }

    private static void change(AlertEntity alert, Step step, Instant now) {
        alert.become(step.after().orElseThrow());
        step.event().ifPresent(kind -> {
            switch (kind) {
                case OPENED, WORSE -> alert.openedAt = alert.openedAt == null ? now : alert.openedAt;
                case RESOLVED -> alert.resolvedAt = now;
                case ACKNOWLEDGED -> {}
            }
        });
    }

    /** Notes that an admin knows. Does nothing if somebody has done so before, or if the alert is resolved. */
    public void acknowledge(UUID id, String by, Instant now) {
        lock();
        var alert = visible(id);
        switch (AlertState.of(alert.state)) {
            case OPEN, WORSE -> {
                alert.become(alert.condition().acknowledged());
                alert.acknowledgedAt = now;
                alert.acknowledgedBy = by;
                announcements.event(alert, Kind.ACKNOWLEDGED, by, now);
                audit.record(
                        Action.ALERT_ACKNOWLEDGED,
                        "alert:" + id,
                        null,
                        Map.of("rule", alert.rule, "subject", alert.subject));
            }
            case SUSPECTED, ACKNOWLEDGED, RESOLVED -> {}
        }
    }

    private AlertEntity visible(UUID id) {
        return Optional.ofNullable(entities.find(AlertEntity.class, id))
                .filter(AlertEntity::isVisible)
                .orElseThrow(() -> Problem.notFound("alert", id));
    }

    private void lock() {
        entities.createNativeQuery("select pg_advisory_xact_lock(hashtextextended('alerts', 0))", Object.class)
                .getSingleResult();
    }

    /** Deletes alerts that were resolved before {@code before}. */
    public void forget(Instant before) {
        entities.createNativeQuery("delete from alert where resolved_at < :before")
                .setParameter("before", before)
                .executeUpdate();
    }
}
