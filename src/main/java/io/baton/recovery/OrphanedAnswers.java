package io.baton.recovery;

import io.baton.answer.AnswerEntity;
import io.baton.answer.GenerationJob;
import io.baton.answer.GenerationOptions;
import io.baton.answer.PromptBuilder;
import io.baton.budget.Holds;
import io.baton.cluster.Lease;
import io.baton.cluster.Node;
import io.baton.conversation.ConversationStore;
import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Unfinished answers whose owner has failed. This node can become their owner. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
class OrphanedAnswers {
    /** Until then a reader may come back, for instance while a single node restarts. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    @PersistenceContext
    EntityManager entities;

    @Inject
    ConversationStore conversations;

    @Inject
    PromptBuilder promptBuilder;

    @Inject
    Holds holds;

    @Inject
    Node node;

    @Inject
    Lease lease;

    @Inject
    Clock clock;

    /**
     * An answer whose owner has failed.
     *
     * @param isAbandoned whether the owner failed so long ago that nobody reads the answer any more
     */
    record Orphan(UUID answerId, UUID owner, int epoch, boolean isAbandoned) {}

    private record Owner(boolean isAlive, int leaseMillis) {}

    /**
     * The oldest unfinished answers of other nodes that are dead. A node counts as dead only if this one has held its own lease for as
     * long: after PostgreSQL was away, others have that time to send a heartbeat.
     *
     * @param known answers that this node generates or is taking over; they are left out
     */
    public List<Orphan> ofFailedNodes(Set<UUID> known, int atMost) {
        return orphans("""
                        select a.id, a.owner, a.epoch,
                          n.heartbeat_at < now() - make_interval(secs => :abandoned) as is_abandoned
                        from node n join answer a on a.owner = n.id
                        where n.heartbeat_at < now() - n.lease_millis * interval '1 millisecond'
                          and n.lease_millis <= :held and n.id <> :me
                          and a.state in ('running', 'stopping') and a.id <> all(:known)
                        order by a.started_at
                        """, known, atMost)
                .setParameter("held", lease.heldFor().toMillis())
                .getResultList();
    }

    /**
     * The oldest unfinished answers of this node, and of nodes without a row.
     *
     * @param known answers that this node generates or is taking over; they are left out
     */
    public List<Orphan> withoutFailedNode(Set<UUID> known, int atMost) {
        return orphans("""
                        select a.id, a.owner, a.epoch,
                          a.owner <> :me and a.started_at < now() - make_interval(secs => :abandoned) - interval '1 hour'
                            as is_abandoned
                        from answer a
                        where a.state in ('running', 'stopping') and a.id <> all(:known)
                          and (a.owner = :me or not exists (select from node n where n.id = a.owner))
                        order by a.owner <> :me, a.started_at
                        """, known, atMost).getResultList();
    }

    private TypedQuery<Orphan> orphans(String sql, Set<UUID> known, int atMost) {
        return NativeSql.query(entities, sql, Orphan.class)
                .setParameter("me", node.id())
                .setParameter("known", known.toArray(UUID[]::new))
                .setParameter("abandoned", ABANDONED_AFTER.toSeconds())
                .setMaxResults(atMost);
    }

    /**
     * Makes this node the owner of an answer, under the next epoch, if the dead node still owns it. That node's next heartbeat waits
     * for the end of this transaction. The readers of the answer count as gone from now on.
     *
     * @return empty: the answer has another owner or epoch now, or has ended, or its owner lives
     */
    public Optional<AnswerEntity> takeOver(Orphan orphan) {
        if (!orphan.owner().equals(node.id()) && mayBeAlive(orphan.owner())) {
            return Optional.empty();
        }
        var taken = entities.createQuery("""
                        update AnswerEntity a set a.owner = :me, a.epoch = a.epoch + 1, a.readerLeftAt = :now
                        where a.id = :id and a.owner = :owner and a.epoch = :epoch and a.state in (running, stopping)
                        """)
                .setParameter("me", node.id())
                .setParameter("now", clock.instant())
                .setParameter("id", orphan.answerId())
                .setParameter("owner", orphan.owner())
                .setParameter("epoch", orphan.epoch())
                .executeUpdate();
        return taken == 1 ? Optional.of(entities.find(AnswerEntity.class, orphan.answerId())) : Optional.empty();
    }

    /** The job to resume an answer that was taken over. */
    public GenerationJob jobOf(AnswerEntity row) {
        var question =
                conversations.message(row.questionId).orElseThrow(() -> Problem.notFound("question", row.questionId));
        var options = GenerationOptions.fromJson(row.request);
        return GenerationJob.resumed(
                row, promptBuilder.withHistory(question, options).onlyFor(row.allowedModels()), holds.of(row.id));
    }

    /**
     * Whether that node has a heartbeat within its lease, or PostgreSQL may have kept it from one. Locks its row, so that it can't
     * have a new one during this transaction.
     */
    private boolean mayBeAlive(UUID other) {
        return NativeSql.query(entities, """
                        select heartbeat_at >= now() - lease_millis * interval '1 millisecond' as is_alive, lease_millis
                        from node where id = :id for share
                        """, Owner.class).setParameter("id", other).getResultList().stream()
                .anyMatch(row -> row.isAlive() || lease.heldFor().toMillis() < row.leaseMillis());
    }
}
