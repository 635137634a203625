package io.baton.conversation;

import io.baton.platform.NativeSql;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** All conversations. Access to another user's is a 403, to an unknown one a 404. */
@ApplicationScoped
@Transactional
public class ConversationStore {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    /** A user's running answers by conversation; at most one in each. */
    public Map<UUID, UUID> runningAnswers(Caller caller) {
        var rows = NativeSql.query(entities, """
                        select conversation_id, id from answer
                        where user_id = :user and state = 'running' and conversation_id is not null
                        """, AnswerOf.class)
                .setParameter("user", caller.userId())
                .getResultList();
        return byId(rows);
    }

    /** The answers by question: the one that did not fail, otherwise the last failed one. */
    public Map<UUID, UUID> answersTo(List<Message> messages) {
        var questions =
                messages.stream().filter(Message::isQuestion).map(Message::id).toArray(UUID[]::new);
        var rows = NativeSql.query(entities, """
                        select distinct on (question_id) question_id, id from answer
                        where question_id = any(:questions) order by question_id, state = 'failed', started_at desc
                        """, AnswerOf.class)
                .setParameter("questions", questions)
                .getResultList();
        return byId(rows);
    }

    private static Map<UUID, UUID> byId(List<AnswerOf> rows) {
        return rows.stream().collect(Collectors.toMap(AnswerOf::id, AnswerOf::answer));
    }

    /** An answer, and the id of what it belongs to. */
    private record AnswerOf(UUID id, UUID answer) {}

    /** A page of a list, with the total number of items. */
    public record Slice<T>(List<T> items, long total) {}

    /** Locks the conversation until the transaction ends. If it does not exist, it is the caller's new one, as of {@link #create}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Conversation lockOrCreate(Caller caller, UUID id, String firstQuestion, String model) {
        var found = lock(id).or(() -> {
            lockId(id);
            return lock(id);
        });
        found.ifPresent(conversation -> caller.mustOwn("conversation", conversation.userId));
        return found.orElseGet(() -> create(caller, id, firstQuestion, model));
    }

    /** Serialises requests with the same new id: one creates the conversation, the others find it. */
    private void lockId(UUID id) {
        entities.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:id, 0))", Integer.class)
                .setParameter("id", id.toString())
                .getSingleResult();
    }

    /** A conversation with an id that is not yet known to anybody. {@link ConversationWriter} stores it. */
    public Conversation create(Caller caller, UUID id, String firstQuestion, String model) {
        return new Conversation(id, caller.userId(), firstQuestion, model, clock.instant());
    }

    /** Locks the conversation until the transaction ends; empty if it was deleted. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Conversation> lock(UUID id) {
        return Optional.ofNullable(entities.find(Conversation.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    public Conversation own(Caller caller, UUID id) {
        var found = entities.find(Conversation.class, id);
        if (found == null) {
            throw Problem.notFound("conversation", id);
        }
        caller.mustOwn("conversation", found.userId);
        return found;
    }

    /** The most recent question. */
    public Optional<Message> newestQuestion(UUID conversationId) {
        return entities.createQuery(
                        "from Message m where m.conversationId = :id and m.role = 'user' order by m.position desc",
                        Message.class)
                .setParameter("id", conversationId)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    public Optional<Message> message(UUID id) {
        return Optional.ofNullable(entities.find(Message.class, id));
    }

    /** The newest messages before a question, oldest first. */
    public List<Message> before(Message question, int limit) {
        if (question.isFirst()) {
            return List.of();
        }
        return entities.createQuery(
                        "from Message m where m.conversationId = :id and m.position < :last order by m.position desc",
                        Message.class)
                .setParameter("id", question.conversationId)
                .setParameter("last", question.position)
                .setMaxResults(limit)
                .getResultList()
                .reversed();
    }

    public Slice<Conversation> search(Caller caller, String words, int page, int limit) {
        var pattern = "%" + words.strip().toLowerCase().replaceAll("([\\\\%_])", "\\\\$1") + "%";
        var where = "from Conversation c where c.userId = :user and lower(c.title) like :pattern escape '\\'";
        var items = entities.createQuery(where + " order by c.updatedAt desc, c.id", Conversation.class)
                .setParameter("user", caller.userId())
                .setParameter("pattern", pattern)
                .setFirstResult(offset(page, limit))
                .setMaxResults(limit)
                .getResultList();
        var total = entities.createQuery("select count(c) " + where, Long.class)
                .setParameter("user", caller.userId())
                .setParameter("pattern", pattern)
                .getSingleResult();
        return new Slice<>(items, total);
    }

    public Slice<Message> messages(Conversation conversation, int page, int limit) {
        var items = entities.createQuery(
                        "from Message m where m.conversationId = :id order by m.position", Message.class)
                .setParameter("id", conversation.id)
                .setFirstResult(offset(page, limit))
                .setMaxResults(limit)
                .getResultList();
        return new Slice<>(items, conversation.messageCount);
    }

    public Conversation rename(Caller caller, UUID id, String title) {
        var conversation = lockOwn(caller, id);
        conversation.title = title;
        return conversation;
    }

    public void delete(Caller caller, UUID id) {
        entities.remove(lockOwn(caller, id));
    }

    /** Locks the row, because all columns are written back, and another transaction may be counting a message. */
    private Conversation lockOwn(Caller caller, UUID id) {
        var found = lock(id).orElseThrow(() -> Problem.notFound("conversation", id));
        caller.mustOwn("conversation", found.userId);
        return found;
    }

    private static int offset(int page, int limit) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, (long) (page - 1) * limit));
    }
}
