package io.baton.alert.state;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The silences that admins have set. The state machine goes on during a silence; only channels are not told. */
@ApplicationScoped
@Transactional
class Silences {
    @PersistenceContext
    EntityManager entities;

    @Inject
    AuditLog audit;

    public boolean cover(String rule, String subject, Instant now) {
        return entities.createQuery("""
                        select count(*) from SilenceEntity s where s.until > :now
                          and (s.rule is null or s.rule = :rule) and (s.subject is null or s.subject = :subject)
                        """, Long.class)
                        .setParameter("now", now)
                        .setParameter("rule", rule)
                        .setParameter("subject", subject)
                        .getSingleResult()
                > 0;
    }

    public List<SilenceEntity> current(Instant now) {
        return entities.createQuery(
                        "from SilenceEntity s where s.until > :now order by s.until, s.id", SilenceEntity.class)
                .setParameter("now", now)
                .getResultList();
    }

    public void add(SilenceEntity silence) {
        audit.record(Action.ALERT_SILENCE_ADDED, "silence:" + silence.id, null, shown(silence));
        entities.persist(silence);
    }

    /** Ends a silence, and forgets those that have ended. */
    public void end(UUID id, Instant now) {
        NativeSql.lock(entities, "silence:" + id);
        Optional.ofNullable(entities.find(SilenceEntity.class, id))
                .ifPresent(silence -> audit.record(Action.ALERT_SILENCE_ENDED, "silence:" + id, shown(silence), null));
        entities.createQuery("delete from SilenceEntity s where s.id = :id or s.until <= :now")
                .setParameter("id", id)
                .setParameter("now", now)
                .executeUpdate();
    }

    private static Map<String, Object> shown(SilenceEntity silence) {
        var shown = new HashMap<String, Object>();
        shown.put("rule", silence.rule);
        shown.put("subject", silence.subject);
        shown.put("until", silence.until);
        shown.put("reason", silence.reason);
        return shown;
    }
}
