package io.baton.cluster;

import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Set;
import java.util.UUID;

/** This process as a node of the cluster: alive while its row is fresh by the database's clock. */
@ApplicationScoped
@Pooled(Pool.HEARTBEAT)
public class Node {
    private static final UUID ID = UUID.randomUUID();

    @PersistenceContext
    EntityManager entities;

    @Inject
    Drain drain;

    /** Changes with each start of the process. */
    public UUID id() {
        return ID;
    }

    /** Renews this node's heartbeat. Waits only while another node is taking over an answer of this one. */
    @Transactional
    public void beat() {
        var draining = entities.createNativeQuery("""
                        insert into node (id, lease_millis) values (:id, :lease)
                        on conflict (id) do update set heartbeat_at = now() returning draining
                        """, Boolean.class)
                .setParameter("id", ID)
                .setParameter("lease", Lease.LENGTH.toMillis())
                .getSingleResult();
        drain.follow((Boolean) draining);
    }

    /** Deletes nodes that died more than a day ago. */
    @Transactional
    @Pooled
    public void forgetDead() {
        entities.createNativeQuery("delete from node where heartbeat_at < now() - interval '1 day'")
                .executeUpdate();
    }

    /** Whether another node is alive and takes answers. */
    @Transactional
    public boolean hasOthers() {
        return !entities.createNativeQuery("""
                        select 1 from node
                        where id <> :me and not draining
                          and heartbeat_at >= now() - lease_millis * interval '1 millisecond'
                        """, Integer.class)
                .setParameter("me", ID)
                .getResultList()
                .isEmpty();
    }

    /** Makes this node count as dead by any lease, so that others take over its answers at once. */
    @Transactional
    public void leave() {
        entities.createNativeQuery("update node set heartbeat_at = heartbeat_at - interval '1 minute' where id = :me")
                .setParameter("me", ID)
                .executeUpdate();
    }

    /** Those of the given answers that another node owns now. */
    @Transactional
    public Set<UUID> ownedByOthers(Set<UUID> answers) {
        return Set.copyOf(entities.createQuery(
                        "select a.id from AnswerEntity a where a.id in :ids and a.owner <> :me", UUID.class)
                .setParameter("ids", answers)
                .setParameter("me", ID)
                .getResultList());
    }

    /**
     * This node's answers that are still running: not stopped, closed, taken over or deleted with their conversation.
     */
    @Transactional
    public Set<UUID> runningAnswers() {
        return Set.copyOf(
                entities.createQuery("""
                        select a.id from AnswerEntity a where a.owner = :me and a.state = running
                          and (a.position is null or a.conversationId is not null)
                        """, UUID.class).setParameter("me", ID).getResultList());
    }
}
