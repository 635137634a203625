package io.baton.answer;

import io.baton.conversation.Conversation;
import io.baton.conversation.ConversationStore;
import io.baton.conversation.Message;
import io.baton.limits.Admission;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Stores questions, each once: the same Idempotency-Key, or without one the same text while it waits for its answer,
 * finds the question that is there already. A refusal stores nothing.
 */
@ApplicationScoped
public class QuestionStore {
    public static final Duration KEYS_LIVE = Duration.ofHours(24);

    @PersistenceContext
    EntityManager entities;

    @Inject
    ConversationStore conversations;

    @Inject
    AnswerStore answers;

    @Inject
    Admission admission;

    @Inject
    Clock clock;

    /** @param stopped answers that the question has stopped */
    public record Asked(UUID conversationId, UUID messageId, List<UUID> stopped) {
        static Asked before(UUID conversationId, UUID messageId) {
            return new Asked(conversationId, messageId, List.of());
        }
    }

    public record AskedAndBegun(Asked asked, AnswerStore.Begun begun) {}

    /** What a question turned out to be. */
    private sealed interface Placed {
        /** Sent again. */
        record Known(Asked asked) implements Placed {}

        /** Stored by this transaction. */
        record New(Conversation conversation, Message question, List<UUID> stopped) implements Placed {
            Asked asked() {
                return new Asked(conversation.id(), question.id(), stopped);
            }
        }
    }

    /** @param allowed runs once it is sure that the question is a new one; it may refuse */
    @Transactional
    public Asked ask(Caller caller, NewQuestion ask, Runnable allowed) {
        return switch (place(caller, ask, allowed)) {
            case Placed.Known(var asked) -> asked;
            case Placed.New placed -> placed.asked();
        };
    }

    /** Stores a question and begins its answer in one transaction, so that a refusal of either leaves nothing behind. */
    @Transactional
    public AskedAndBegun askAndBegin(Caller caller, NewQuestion ask, Runnable allowed) {
        return switch (place(caller, ask, allowed)) {
            case Placed.Known(var asked) -> new AskedAndBegun(asked, answers.beginAgain(asked.messageId()));
            case Placed.New placed ->
                new AskedAndBegun(placed.asked(), answers.beginFirst(placed.conversation(), placed.question()));
        };
    }

    private Placed place(Caller caller, NewQuestion ask, Runnable allowed) {
        var conversationId = ask.conversationId() == null ? Ids.next() : ask.conversationId();
        var messageId = Ids.next();
        if (ask.key() != null && !claim(caller, ask, conversationId, messageId)) {
            return new Placed.Known(askedBefore(caller, ask));
        }
        var conversation = ask.conversationId() == null
                ? conversations.create(
                        caller, conversationId, ask.message(), ask.as().model())
                : conversations.lockOrCreate(
                        caller, conversationId, ask.message(), ask.as().model());
        if (ask.key() == null && !conversation.isNew()) {
            var newest = conversations.newestQuestion(conversationId);
            if (newest.isPresent() && isResent(newest.get(), ask)) {
                if (ask.isForAnotherThan(newest.get().model())) {
                    conversation.askAgain(
                            newest.get(), ask.as().model(), ask.as().toJson());
                }
                return new Placed.Known(
                        Asked.before(conversationId, newest.get().id()));
            }
        }
        allowed.run();
        admission.admitQuestion(caller.userId());
        return store(conversation, messageId, ask);
    }

    private Placed.New store(Conversation conversation, UUID messageId, NewQuestion ask) {
        var now = clock.instant();
        var stopped = conversation.isNew() ? List.<UUID>of() : answers.stopRunning(conversation.id());
        var question = Message.question(
                messageId,
                conversation.id(),
                conversation.allocatePosition(),
                ask.message(),
                ask.as().model(),
                ask.as().toJson(),
                now);
        entities.persist(question);
        conversation.asked(ask.as().model(), now);
        return new Placed.New(conversation, question, stopped);
    }

    /** For another model it is another question, unless the first has no answer that this one would find. */
    private boolean isResent(Message newest, NewQuestion ask) {
        return newest.content().equals(ask.message())
                && (ask.isForAnotherThan(newest.model())
                        ? answers.isUnanswered(newest.id())
                        : answers.mayBeAskedAgain(newest.id()));
    }

    /** Takes the key for this request; waits for another that is just taking it. False: it was taken. */
    private boolean claim(Caller caller, NewQuestion ask, UUID conversationId, UUID messageId) {
        var now = clock.instant();
        entities.createNativeQuery("delete from idempotency where user_id = :user and key = :key and created_at < :old")
                .setParameter("user", caller.userId())
                .setParameter("key", ask.key())
                .setParameter("old", now.minus(KEYS_LIVE))
                .executeUpdate();
        return entities.createNativeQuery("""
                                insert into idempotency
                                  (user_id, key, body_hash, conversation_id, message_id, created_at)
                                values (:user, :key, :hash, :conversation, :message, :now)
                                on conflict do nothing
                                """)
                        .setParameter("user", caller.userId())
                        .setParameter("key", ask.key())
                        .setParameter("hash", ask.hash())
                        .setParameter("conversation", conversationId)
                        .setParameter("message", messageId)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    private Asked askedBefore(Caller caller, NewQuestion ask) {
        var row = (Object[]) entities.createNativeQuery("""
                        select body_hash, conversation_id, message_id from idempotency
                        where user_id = :user and key = :key
                        """, Object[].class)
                .setParameter("user", caller.userId())
                .setParameter("key", ask.key())
                .getSingleResult();
        if (!ask.hash().equals(row[0])) {
            throw Problem.of(Problem.Kind.KEY_REUSED, "problem.key-reused");
        }
        if (conversations.message((UUID) row[2]).isEmpty()) {
            throw Problem.notFound("conversation", row[1]);
        }
        return Asked.before((UUID) row[1], (UUID) row[2]);
    }
}
