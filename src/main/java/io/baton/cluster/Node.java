package io.baton.cluster;

import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Set;
import java.util.UUID;

/** This process among the nodes: alive as long as its row says so, by the database's clock. */
@ApplicationScoped
@Pooled(Pool.HEARTBEAT)
public class Node {
    private static final UUID ID = UUID.randomUUID();

    @PersistenceContext
    EntityManager entities;

    /** New at each start of the process. */
    public UUID id() {
        return ID;
    }

    /** Says that this node lives, and forgets those that are long dead. */
    @Transactional
    public void beat() {
        entities.createNativeQuery("""
                        insert into node (id) values (:id) on conflict (id) do update set heartbeat_at = now()
                        """).setParameter("id", ID).executeUpdate();
        entities.createNativeQuery("delete from node where heartbeat_at < now() - interval '1 day'")
                .executeUpdate();
    }

    /** Whether there is another node that lives. */
    @Transactional
    public boolean hasOthers() {
        return !entities.createNativeQuery("""
                        select 1 from node where id <> :me and heartbeat_at >= now() - make_interval(secs => :lease)
                        """, Integer.class)
                .setParameter("me", ID)
                .setParameter("lease", Lease.LENGTH.toSeconds())
                .getResultList()
                .isEmpty();
    }

    /** Gives this node's answers away: to others it is dead at once. */
    @Transactional
    public void leave() {
        entities.createNativeQuery("delete from node where id = :me")
                .setParameter("me", ID)
                .executeUpdate();
    }

    /** Those of the answers that another node owns now. */
    @Transactional
    public Set<UUID> lost(Set<UUID> answers) {
        return Set.copyOf(entities.createQuery(
                        "select a.id from AnswerEntity a where a.id in :ids and a.owner <> :me", UUID.class)
                .setParameter("ids", answers)
                .setParameter("me", ID)
                .getResultList());
    }

    /** The answers of this node that nobody has asked to stop, closed, taken over or deleted with their conversation. */
    @Transactional
    public Set<UUID> running() {
        return Set.copyOf(
                entities.createQuery("""
                        select a.id from AnswerEntity a where a.owner = :me and a.state = running
                          and (a.position is null or a.conversationId is not null)
                        """, UUID.class).setParameter("me", ID).getResultList());
    }
}
