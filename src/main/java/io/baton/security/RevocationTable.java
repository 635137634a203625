package io.baton.security;

import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;

/**
 * The table {@code ended_session}. The time of storing is the database's, so that differing clocks of nodes hide no row from another
 * node.
 */
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

    /** Those that were stored within the last {@code age}. */
    @Transactional
    public List<Revocation> storedWithin(Duration age) {
        return NativeSql.query(entities, """
                        select subject, until, expires_at from ended_session
                        where stored_at > clock_timestamp() - :age * interval '1 second' and expires_at > clock_timestamp()
                        """, Revocation.class)
                .setParameter("age", (double) age.toSeconds())
                .getResultList();
    }

    @Transactional
    public void remove(String subject) {
        entities.createNativeQuery("delete from ended_session where subject = :subject")
                .setParameter("subject", subject)
                .executeUpdate();
    }

    @Transactional
    public void removeExpired() {
        entities.createNativeQuery("delete from ended_session where expires_at < clock_timestamp()")
                .executeUpdate();
    }
}
