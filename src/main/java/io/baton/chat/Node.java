package io.baton.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** This process among the nodes: alive as long as its row says so, by the database's clock. */
@ApplicationScoped
class Node {
    /** A node without heartbeat for so long is dead. */
    static final int LEASE_SECONDS = 6;

    private static final UUID ID = UUID.randomUUID();

    @PersistenceContext
    EntityManager entities;

    /** An answer that a dead node has left. */
    public record Orphan(UUID answerId, UUID owner, int epoch) {}

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

    /** The answers of this node that nobody has asked to stop, closed, taken over or deleted with their conversation. */
    @Transactional
    public Set<UUID> running() {
        return Set.copyOf(
                entities.createQuery("""
                        select a.id from AnswerRow a where a.owner = :me and a.state = running
                          and (a.position is null or a.conversationId is not null)
                        """, UUID.class).setParameter("me", ID).getResultList());
    }

    @Transactional
    public List<Orphan> orphans() {
        List<?> rows = entities.createNativeQuery("""
                        select a.id, a.owner, a.epoch from answer a left join node n on n.id = a.owner
                        where a.state in ('running', 'stopping')
                          and (n.id is null or n.heartbeat_at < now() - make_interval(secs => :lease))
                        """, Object[].class)
                .setParameter("lease", LEASE_SECONDS)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Orphan((UUID) row[0], (UUID) row[1], (Integer) row[2]))
                .toList();
    }
}
