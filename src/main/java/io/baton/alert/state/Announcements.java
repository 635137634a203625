package io.baton.alert.state;

import io.baton.alert.delivery.Notice;
import io.baton.alert.delivery.Outbox;
import io.baton.alert.state.Condition.Kind;
import io.baton.platform.Language;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Records the events of alerts, and tells channels. Each level of an alert is told once: at once, or, while a silence covers it, when
 * that ends and the alert is still there. The end of an alert is told if its begin was.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Announcements {
    private static final Logger LOG = Logger.getLogger(Announcements.class.getName());

    @PersistenceContext
    EntityManager entities;

    @Inject
    Silences silences;

    @Inject
    Outbox outbox;

    /** @param by who did it; null: nobody */
    public void event(AlertEntity alert, Kind kind, String by, Instant now) {
        entities.createNativeQuery("""
                        insert into alert_event (alert_id, kind, at, value, by_user, silenced)
                        values (:alert, :kind, :now, :value, cast(:by as varchar), :silenced)
                        """)
                .setParameter("alert", alert.id)
                .setParameter("kind", kind.code())
                .setParameter("now", now)
                .setParameter("value", alert.value)
                .setParameter("by", by)
                .setParameter("silenced", silences.cover(alert.rule, alert.subject, now))
                .executeUpdate();
        LOG.log(
                kind == Kind.OPENED || kind == Kind.WORSE ? Level.WARNING : Level.INFO,
                "alert {0}: {1} about {2}, {3}",
                new Object[] {kind.code(), alert.rule, alert.subject, AlertText.detail(alert, Language.ENGLISH)});
    }

    /** Tells what channels don't know yet. */
    public void make(List<AlertEntity> alerts, Instant now) {
        for (var alert : alerts) {
            if (alert.isVisible()) {
                announce(alert, now);
            }
        }
    }

    private void announce(AlertEntity alert, Instant now) {
        var state = AlertState.of(alert.state);
        if (state == AlertState.RESOLVED) {
            if (alert.told != null) {
                tell(alert, Kind.RESOLVED, now);
            }
            return;
        }
        var level = alert.severe ? Kind.WORSE : Kind.OPENED;
        var known = level.code().equals(alert.told) || state == AlertState.ACKNOWLEDGED;
        if (!known && !silences.cover(alert.rule, alert.subject, now)) {
            tell(alert, level, now);
            alert.told = level.code();
        }
    }

    private void tell(AlertEntity alert, Kind kind, Instant now) {
        outbox.add(new Notice(
                alert.id,
                alert.rule,
                alert.subject,
                alert.episode,
                kind.code(),
                alert.severe,
                alert.value,
                alert.limit,
                now,
                AlertText.inAllLanguages(alert, kind)));
    }
}
