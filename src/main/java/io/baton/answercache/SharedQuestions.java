package io.baton.answercache;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.model.Prompt;
import io.baton.model.Turn;
import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
import io.baton.platform.Problem;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Questions whose answers all users share, as an admin has decided: the first of a conversation, or of a request without a history. Each
 * node has them in memory, and reads them again every five seconds.
 */
@ApplicationScoped
@Transactional
public class SharedQuestions {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    /** The part of a question that is recorded when an admin shares it, in UTF-16 characters. */
    private static final int RECORDED = 500;

    @PersistenceContext
    EntityManager entities;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    @Inject
    AuditLog audit;

    private volatile Set<String> texts = Set.of();

    public void begin(@Observes @Priority(3) Startup startup, SharedQuestions self) {
        tasks.startAtOnce("shared-questions", Schedule.every(PERIOD), self::read);
    }

    public void read() {
        texts = Set.copyOf(NativeSql.query(entities, "select question from shared_question", String.class)
                .getResultList());
    }

    /** Whether all users share the answer to this prompt. {@code isStateless}: the caller wrote all of it, also a system turn. */
    public boolean contains(Prompt prompt, boolean isStateless) {
        var known = texts;
        var question = prompt.turns().getLast();
        return !known.isEmpty()
                && prompt.turns().size() <= (isStateless ? 1 : 2)
                && prompt.turns().stream().allMatch(turn -> turn == question || turn.role() == Turn.Role.SYSTEM)
                && question.role() == Turn.Role.USER
                && known.contains(question.content().strip());
    }

    public List<SharedQuestionEntity> all() {
        return entities.createQuery("from SharedQuestionEntity q order by q.sharedAt, q.id", SharedQuestionEntity.class)
                .setMaxResults(MOST)
                .getResultList();
    }

    /** Shares a question, once. {@code by}: a user's id. */
    public SharedQuestionEntity share(String question, String by) {
        var id = Ids.next();
        var added = entities.createNativeQuery("""
                        insert into shared_question (id, question, shared_at, shared_by) values (:id, :question, :now, :by)
                        on conflict (md5(question)) do nothing
                        """)
                .setParameter("id", id)
                .setParameter("question", question)
                .setParameter("now", clock.instant())
                .setParameter("by", by)
                .executeUpdate();
        if (added > 0) {
            audit.record(Action.QUESTION_SHARED, "shared-question:" + id, null, shown(question));
        }
        read();
        return entities.createQuery(
                        "from SharedQuestionEntity q where q.question = :question", SharedQuestionEntity.class)
                .setParameter("question", question)
                .getSingleResult();
    }

    /** @throws Problem 404 if there is none */
    public void unshare(UUID id) {
        var removed = NativeSql.query(
                        entities, "delete from shared_question where id = :id returning question", String.class)
                .setParameter("id", id)
                .getResultList();
        if (removed.isEmpty()) {
            throw Problem.notFound("shared-question", id);
        }
        audit.record(Action.QUESTION_UNSHARED, "shared-question:" + id, shown(removed.getFirst()), null);
        read();
    }

    private static Map<String, Object> shown(String question) {
        return Map.of("question", question.substring(0, Math.min(question.length(), RECORDED)));
    }
}
