package io.baton.cluster;

import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The processes that have run as nodes within the last day. */
@ApplicationScoped
@Transactional
public class Nodes {
    @PersistenceContext
    EntityManager entities;

    /**
     * One process.
     *
     * @param heartbeatAt by the database's clock, as all times
     * @param isAlive     whether its heartbeat is within its lease
     * @param isDraining  whether an admin wants it to be emptied
     */
    public record State(UUID id, Instant startedAt, Instant heartbeatAt, boolean isAlive, boolean isDraining) {}

    /** The newest first; those that are alive before all others. */
    public List<State> all() {
        return NativeSql.query(entities, """
                        select id, started_at, heartbeat_at,
                          left_at is null and heartbeat_at >= now() - lease_millis * interval '1 millisecond' as is_alive,
                          draining
                        from node order by 4 desc, started_at desc, id
                        """, State.class).getResultList();
    }

    /** Wants a node to be emptied, or not any more; it follows with its next heartbeat. False: no such node is alive. */
    public boolean drain(UUID id, boolean wanted) {
        return entities.createNativeQuery("""
                        update node set draining = :wanted
                        where id = :id and left_at is null
                          and heartbeat_at >= now() - lease_millis * interval '1 millisecond'
                        """)
                        .setParameter("wanted", wanted)
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }
}
