package io.baton.cluster;

import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/** Nodes that were killed, hang or are disconnected; those that have left in good order are none. */
@ApplicationScoped
@Transactional
@Pooled(Pool.HEARTBEAT)
public class LostNodes {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Node node;

    /** @param seconds since its last heartbeat */
    public record LostNode(UUID id, BigDecimal seconds) {}

    /** The nodes whose lease is over, unless a node has started since in their place, whatever has become of that one. */
    public List<LostNode> all() {
        return NativeSql.query(entities, """
                        select n.id, extract(epoch from now() - n.heartbeat_at) from node n
                        where n.left_at is null and n.heartbeat_at < now() - n.lease_millis * interval '1 millisecond'
                          and not exists (select from node o where o.started_at > n.heartbeat_at)
                        """, LostNode.class).getResultList();
    }

    /** This node is not lost, whatever becomes of its row. */
    public void leave(@Observes @Priority(1) Shutdown shutdown) {
        entities.createNativeQuery("update node set left_at = now() where id = :me")
                .setParameter("me", node.id())
                .executeUpdate();
    }
}
