package io.baton.answer;

import io.baton.answer.AnswerEntity.State;
import io.baton.cluster.Node;
import io.baton.model.Model;
import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
import io.baton.platform.Problem;
import io.baton.platform.SqlPipeline;
import io.baton.security.Caller;
import io.baton.telemetry.AnswerTrace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of answers: inserted, found, and asked to stop. Their start is {@link AnswerStart}, their end {@link AnswerEnd}. */
@ApplicationScoped
@Transactional
public class AnswerStore {
    private static final Duration RESEND_GRACE = Duration.ofSeconds(60);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Node node;

    @Inject
    Clock clock;

    /**
     * The row of a new answer, owned by this node, not stored yet. Allots the answer's position in its conversation.
     *
     * @param id from {@link Ids#next}
     */
    public AnswerEntity create(UUID id, AnswerRequest request, Model first) {
        var row = new AnswerEntity(
                id, request.userId(), node.id(), request.options().toJson(), first.id(), clock.instant());
        row.messageId = Ids.next();
        row.traceParent = AnswerTrace.current().traceParent();
        row.groupId = request.asker().group();
        row.apiKeyId = request.apiKey();
        var models = request.asker().models().ids();
        row.allowedModels = models == null ? null : models.toArray(String[]::new);
        if (request.conversation() != null) {
            row.conversationId = request.conversation().id();
            row.questionId = request.questionId();
            row.position = request.conversation().allocatePosition();
        }
        return row;
    }

    /** Stores the row of a new answer. */
    public void insert(SqlPipeline sql, AnswerEntity row) {
        sql.add(
                """
                insert into answer (id, conversation_id, question_id, message_id, position, user_id, owner, epoch, state,
                  request, model, started_at, trace_parent, group_id, api_key_id, allowed_models)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?, ?, ?, ?)
                """,
                row.id,
                row.conversationId,
                row.questionId,
                row.messageId,
                row.position,
                row.userId,
                row.owner,
                row.epoch,
                row.state.name(),
                row.request,
                row.model,
                row.startedAt,
                row.traceParent,
                row.groupId,
                row.apiKeyId,
                row.allowedModels);
    }

    /**
     * The caller's own answer in a conversation.
     *
     * @throws Problem 404 if there is none, 403 if it is another user's
     */
    public AnswerEntity own(Caller caller, UUID id) {
        var row = find(id).filter(found -> found.conversationId != null)
                .orElseThrow(() -> Problem.notFound("answer", id));
        caller.mustOwn("answer", row.userId);
        return row;
    }

    public Optional<AnswerEntity> find(UUID id) {
        return Optional.ofNullable(entities.find(AnswerEntity.class, id));
    }

    /** The owners of those of the answers that are running or stopping; without those that are deleted. */
    public Map<UUID, UUID> runningOwners(Collection<UUID> answers) {
        var owners = new HashMap<UUID, UUID>();
        new SqlPipeline()
                .query("""
                        select id, owner from answer
                        where id = any(cast(? as uuid[])) and state in ('running', 'stopping')
                          and (position is null or conversation_id is not null)
                        """, row -> owners.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class)), (Object)
                        answers.stream().map(UUID::toString).toArray(String[]::new))
                .run(entities);
        return owners;
    }

    /** The question's answer: the one that did not fail, otherwise the last one. */
    public Optional<AnswerEntity> ofQuestion(UUID questionId) {
        return entities.createQuery("""
                        from AnswerEntity a where a.questionId = :question
                        order by case when a.state = failed then 1 else 0 end, a.startedAt desc
                        """, AnswerEntity.class)
                .setParameter("question", questionId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Whether the question has no answer, or only failed ones. */
    public boolean isUnanswered(UUID questionId) {
        return ofQuestion(questionId).map(row -> row.state == State.failed).orElse(true);
    }

    /** Whether the same text repeats the question: until its answer has ended, after a failure, or shortly after its reader left. */
    public boolean mayBeAskedAgain(UUID questionId) {
        var since = clock.instant().minus(RESEND_GRACE);
        return ofQuestion(questionId)
                .map(row -> !row.state.hasEnded()
                        || row.state == State.failed
                        || row.readerLeftAt != null && row.readerLeftAt.isAfter(since))
                .orElse(true);
    }

    /** Asks the conversation's running answer to stop; its owner ends it. Gives the id of that answer, if there is one. */
    public List<UUID> stopRunning(UUID conversationId) {
        return NativeSql.query(entities, """
                        update answer set state = 'stopping' where conversation_id = :id and state = 'running'
                        returning id
                        """, UUID.class)
                .setParameter("id", conversationId)
                .getResultList();
    }

    /** Asks an answer to stop. Does nothing if it is stopping or has ended. */
    public void stop(UUID answerId) {
        entities.createQuery("update AnswerEntity a set a.state = stopping where a.id = :id and a.state = running")
                .setParameter("id", answerId)
                .executeUpdate();
    }

    /** Stores that a reader is there again. */
    public void readerCame(UUID answerId) {
        entities.createQuery(
                        "update AnswerEntity a set a.readerLeftAt = null where a.id = :id and a.readerLeftAt is not null")
                .setParameter("id", answerId)
                .executeUpdate();
    }

    /** Stores that a reader left before the end. */
    public void readerLeft(UUID answerId) {
        entities.createQuery("update AnswerEntity a set a.readerLeftAt = :now where a.id = :id")
                .setParameter("now", clock.instant())
                .setParameter("id", answerId)
                .executeUpdate();
    }
}
