package io.baton.person;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The erasures that were requested. One at a time is under way for a person, on one node. */
@ApplicationScoped
@Transactional
class Erasures {
    /** How long a node may be silent before another one continues. */
    static final Duration TURN = Duration.ofSeconds(30);

    private static final int MOST = 200;

    @PersistenceContext
    EntityManager entities;

    @Inject
    AuditLog audit;

    /**
     * An erasure under way.
     *
     * @param pseudonym 32 hex digits, as the id of a user
     */
    record Erasure(UUID id, String userId, String pseudonym) {}

    /** Requests it; if it was requested before and is not finished, that one. */
    public ErasureEntity request(String userId) {
        var isNew = entities.createNativeQuery("""
                        insert into erasure (id, user_id, pseudonym) values (:id, :user, :pseudonym)
                        on conflict (user_id) do nothing
                        """)
                .setParameter("id", Ids.next())
                .setParameter("user", userId)
                .setParameter("pseudonym", UUID.randomUUID().toString().replace("-", ""))
                .executeUpdate();
        if (isNew > 0) {
            audit.record(Action.PERSON_ERASED, "user:" + userId, null, null);
        }
        return entities.createQuery("from ErasureEntity e where e.userId = :user", ErasureEntity.class)
                .setParameter("user", userId)
                .getSingleResult();
    }

    /** The newest first. */
    public List<ErasureEntity> newest() {
        return entities.createQuery("from ErasureEntity e order by e.requestedAt desc", ErasureEntity.class)
                .setMaxResults(MOST)
                .getResultList();
    }

    /** Takes the next one that no other node is at work on. */
    public Optional<Erasure> take() {
        return NativeSql.query(entities, """
                        update erasure set busy_until = clock_timestamp() + :turn * interval '1 second'
                        where id = (
                          select id from erasure
                          where finished_at is null and (busy_until is null or busy_until < clock_timestamp())
                          order by requested_at limit 1 for update skip locked)
                        returning id, user_id, pseudonym
                        """, Erasure.class)
                .setParameter("turn", (double) TURN.toSeconds())
                .getResultStream()
                .findFirst();
    }

    /** Keeps other nodes off it for longer, or, for {@code turn} zero, lets it go. */
    public void keep(Erasure erasure, Duration turn) {
        entities.createNativeQuery("""
                        update erasure set busy_until = clock_timestamp() + :turn * interval '1 second'
                        where id = :id and finished_at is null
                        """)
                .setParameter("turn", (double) turn.toSeconds())
                .setParameter("id", erasure.id())
                .executeUpdate();
    }
}
