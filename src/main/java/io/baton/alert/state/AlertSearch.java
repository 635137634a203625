package io.baton.alert.state;

import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads alerts and their events; suspicions are left out. */
@ApplicationScoped
@Transactional
class AlertSearch {
    @PersistenceContext
    EntityManager entities;

    /** A page of alerts, newest first, and how many there are on all pages. */
    record Found(List<AlertEntity> alerts, long total) {}

    /** An event with its alert as it is now. */
    record Happened(AlertEventEntity event, AlertEntity alert) {}

    /** @param rule null: any */
    public Found search(Set<AlertState> states, AlertRule rule, int page, int limit) {
        var codes = states.stream().map(AlertState::code).toList();
        var where = "from AlertEntity a where a.openedAt is not null and a.state in :states"
                + " and (:rule = '' or a.rule = :rule)";
        var code = rule == null ? "" : rule.code();
        var total = entities.createQuery("select count(*) " + where, Long.class)
                .setParameter("states", codes)
                .setParameter("rule", code)
                .getSingleResult();
        var first = (page - 1L) * limit;
        if (first >= total) {
            return new Found(List.of(), total);
        }
        return new Found(
                entities.createQuery(where + " order by a.openedAt desc, a.id desc", AlertEntity.class)
                        .setParameter("states", codes)
                        .setParameter("rule", code)
                        .setFirstResult((int) first)
                        .setMaxResults(limit)
                        .getResultList(),
                total);
    }

    public AlertEntity get(UUID id) {
        return Optional.ofNullable(entities.find(AlertEntity.class, id))
                .filter(AlertEntity::isVisible)
                .orElseThrow(() -> Problem.notFound("alert", id));
    }

    /** The events of an alert, oldest first. */
    public List<AlertEventEntity> events(UUID alert) {
        return entities.createQuery(
                        "from AlertEventEntity e where e.alertId = :alert order by e.seq", AlertEventEntity.class)
                .setParameter("alert", alert)
                .getResultList();
    }

    /** The number of the newest event; 0: there is none. */
    public long newest() {
        return entities.createQuery("select coalesce(max(e.seq), 0) from AlertEventEntity e", Long.class)
                .getSingleResult();
    }

    /** The next events after a number, oldest first. */
    public List<Happened> after(long seq, int most) {
        return entities
                .createQuery(
                        "select e, a from AlertEventEntity e join AlertEntity a on a.id = e.alertId"
                                + " where e.seq > :seq order by e.seq",
                        Object[].class)
                .setParameter("seq", seq)
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(row -> new Happened((AlertEventEntity) row[0], (AlertEntity) row[1]))
                .toList();
    }
}
