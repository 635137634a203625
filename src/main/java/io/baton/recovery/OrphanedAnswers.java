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
    Clock clock;

    /**
     * An answer whose owner has failed.
     *
     * @param isOwn       whether this node is the owner
     * @param isAbandoned whether the owner failed so long ago that nobody reads the answer any more
     */
    record Orphan(UUID answerId, UUID owner, int epoch, boolean isOwn, boolean isAbandoned) {}

    /**
     * The oldest unfinished answers of dead nodes and of this one.
     *
     * @param known answers that this node generates or is taking over; they are left out
     */
    public List<Orphan> find(Set<UUID> known, int atMost) {
        return NativeSql.query(entities, """
                        select a.id, a.owner, a.epoch, a.owner = :me as is_own,
                          coalesce(n.heartbeat_at, a.started_at + interval '1 hour') < now() - make_interval(secs => :abandoned)
                            as is_abandoned
                        from answer a left join node n on n.id = a.owner
                        where a.state in ('running', 'stopping') and a.id <> all(:known)
                          and (n.id is null or n.heartbeat_at < now() - make_interval(secs => :lease) or a.owner = :me)
                        order by a.owner <> :me, a.started_at
                        """, Orphan.class)
                .setParameter("lease", Lease.LENGTH.toSeconds())
                .setParameter("me", node.id())
                .setParameter("known", known.toArray(UUID[]::new))
                .setParameter("abandoned", ABANDONED_AFTER.toSeconds())
                .setMaxResults(atMost)
                .getResultList();
    }

    /**
     * Makes this node the owner of an answer, under the next epoch, if the dead node still owns it. That node's next heartbeat waits
     * for the end of this transaction. The readers of the answer count as gone from now on.
     *
     * @return empty: the answer has another owner or epoch now, or has ended, or its owner lives
     */
    public Optional<AnswerEntity> takeOver(Orphan orphan) {
        if (!orphan.owner().equals(node.id()) && isAlive(orphan.owner())) {
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
        return GenerationJob.resumed(row, promptBuilder.withHistory(question, options), holds.of(row.id));
    }

    /** Whether that node has a heartbeat within the lease. Locks its row, so that it can't have a new one during this transaction. */
    private boolean isAlive(UUID other) {
        return !entities.createNativeQuery("""
                        select 1 from node where id = :id and heartbeat_at >= now() - make_interval(secs => :lease)
                        for update
                        """, Integer.class)
                .setParameter("id", other)
                .setParameter("lease", Lease.LENGTH.toSeconds())
                .getResultList()
                .isEmpty();
    }
}
