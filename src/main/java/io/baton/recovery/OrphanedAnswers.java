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

/** Unfinished answers whose owner is gone, and how they get another one. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
class OrphanedAnswers {
    /** Until then a reader may come back, for instance while a single node is started anew. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

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
     * An answer that its owner has left.
     *
     * @param forgotten whether that was so long ago that nobody reads it any more
     */
    record Orphan(UUID answerId, UUID owner, int epoch, boolean forgotten) {}

    /**
     * The oldest unfinished answers of nodes that are dead, and those of this one that it has forgotten. The others wait where
     * they are.
     *
     * @param known those that this node generates or is about to
     */
    public List<Orphan> found(Set<UUID> known, int atMost) {
        return NativeSql.query(entities, """
                        select a.id, a.owner, a.epoch,
                          coalesce(n.heartbeat_at, a.started_at + interval '1 hour') < now() - make_interval(secs => :forgotten)
                        from answer a left join node n on n.id = a.owner
                        where a.state in ('running', 'stopping') and a.id <> all(:known)
                          and (n.id is null or n.heartbeat_at < now() - make_interval(secs => :lease) or a.owner = :me)
                        order by a.owner <> :me, a.started_at
                        """, Orphan.class)
                .setParameter("lease", Lease.LENGTH.toSeconds())
                .setParameter("me", node.id())
                .setParameter("known", known.toArray(UUID[]::new))
                .setParameter("forgotten", FORGOTTEN_AFTER.toSeconds())
                .setMaxResults(atMost)
                .getResultList();
    }

    /**
     * Makes this node the owner of an answer, under the next epoch, if its owner is still the one that was found dead. That one's
     * next heartbeat waits until this is decided. Its end counts as the leaving of its readers.
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

    /** What is left to do of an answer that was taken over. */
    public GenerationJob assignmentOf(AnswerEntity row) {
        var question =
                conversations.message(row.questionId).orElseThrow(() -> Problem.notFound("question", row.questionId));
        var options = GenerationOptions.fromJson(row.request);
        return GenerationJob.resumed(row, promptBuilder.answering(question, options), holds.of(row.id));
    }

    /** Whether that node has a heartbeat within the lease; it can't have one until the caller's transaction has ended. */
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
