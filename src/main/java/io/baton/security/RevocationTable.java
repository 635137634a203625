package io.baton.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The table of what has ended. Times of storing are the database's, so that no node's clock hides a row from another. */
@ApplicationScoped
class RevocationTable {
    @PersistenceContext
    EntityManager entities;

    @Transactional
    public void store(Revocation ended) {
        entities.createNativeQuery("""
                        insert into ended_session (subject, until, expires_at) values (:subject, :until, :expires)
                        on conflict (subject) do update
                          set until = greatest(ended_session.until, excluded.until),
                              expires_at = greatest(ended_session.expires_at, excluded.expires_at),
                              stored_at = clock_timestamp()
                        """)
                .setParameter("subject", ended.subject())
                .setParameter("until", ended.until())
                .setParameter("expires", ended.expiresAt())
                .executeUpdate();
    }

    /** Those that were stored within the last so long. */
    @Transactional
    public List<Revocation> storedWithin(Duration age) {
        List<?> rows = entities.createNativeQuery("""
                        select subject, until, expires_at from ended_session
                        where stored_at > clock_timestamp() - :age * interval '1 second' and expires_at > clock_timestamp()
                        """, Object[].class)
                .setParameter("age", (double) age.toSeconds())
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Revocation((String) row[0], (Instant) row[1], (Instant) row[2]))
                .toList();
    }

    @Transactional
    public void removeExpired() {
        entities.createNativeQuery("delete from ended_session where expires_at < clock_timestamp()")
                .executeUpdate();
    }
}
