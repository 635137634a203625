package io.baton.answer;

import io.baton.conversation.Conversation;
import io.baton.conversation.ConversationStore;
import io.baton.conversation.ConversationWriter;
import io.baton.conversation.Message;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.platform.SqlPipeline;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds and stores questions, each once. A request is a repetition if it has the Idempotency-Key of an earlier one, or if it has no
 * key and the text of the conversation's newest question, which waits for its answer. Runs in the caller's transaction.
 */
@ApplicationScoped
class QuestionStore {
    @PersistenceContext
    EntityManager entities;

    @Inject
    ConversationStore conversations;

    @Inject
    ConversationWriter writer;

    @Inject
    AnswerStore answers;

    @Inject
    IdempotencyKeys keys;

    @Inject
    Clock clock;

    /**
     * A question whose conversation is locked or new.
     *
     * @param isNew whether it is not stored yet
     */
    record Question(Conversation conversation, Message message, boolean isNew) {}

    /** Whether a question is stored already. */
    sealed interface Lookup {
        /** It is a repetition. */
        record Stored(UUID conversationId, UUID messageId) implements Lookup {}

        /** It is new. Its conversation is locked or new, and its key is claimed for {@code messageId}. */
        record Unknown(Conversation conversation, UUID messageId) implements Lookup {}
    }

    /** Claims the question's key, locks or creates its conversation, and looks for an earlier request. */
    Lookup lock(Caller caller, NewQuestion question) {
        var conversationId = question.conversationId() == null ? Ids.next() : question.conversationId();
        var messageId = Ids.next();
        if (question.key() != null && !keys.claim(caller.userId(), question.use(), conversationId, messageId)) {
            return storedWithKey(caller, question);
        }
        var conversation = lockConversation(caller, conversationId, question);
        if (question.key() == null && !conversation.isNew()) {
            var repeated = conversations.newestQuestion(conversationId).filter(newest -> isRepeated(newest, question));
            if (repeated.isPresent()) {
                return stored(conversation, repeated.get(), question);
            }
        }
        return new Lookup.Unknown(conversation, messageId);
    }

    private Lookup.Stored storedWithKey(Caller caller, NewQuestion question) {
        var first = keys.firstUse(caller.userId(), question.use());
        if (conversations.message(first.messageId).isEmpty()) {
            throw Problem.notFound("conversation", first.conversationId);
        }
        return new Lookup.Stored(first.conversationId, first.messageId);
    }

    /**
     * Claims the key, if there is one, for an answer without a conversation.
     *
     * @param answerId that the answer is to have
     * @return the answer that the key has already; empty: there is none, or it failed, and this one is to be generated
     * @throws Problem 410 if its reader stayed away so long that it was stopped
     */
    Optional<AnswerEntity> claim(Caller caller, IdempotencyKeys.Use use, UUID answerId) {
        if (use.key() == null || keys.claim(caller.userId(), use, answerId)) {
            return Optional.empty();
        }
        var first = answers.find(keys.firstUse(caller.userId(), use).answerId);
        if (first.filter(row -> row.state == AnswerEntity.State.stopped && row.readerLeftAt != null)
                .isPresent()) {
            throw Problem.of(Problem.Kind.GONE, "problem.answer-left");
        }
        var joined =
                first.filter(row -> row.state != AnswerEntity.State.failed && row.state != AnswerEntity.State.stopped);
        joined.ifPresentOrElse(row -> answers.readerCame(row.id), () -> keys.give(caller.userId(), use, answerId));
        return joined;
    }

    private Conversation lockConversation(Caller caller, UUID id, NewQuestion question) {
        var model = question.options().model();
        return question.conversationId() == null
                ? conversations.create(caller, id, question.message(), model)
                : conversations.lockOrCreate(caller, id, question.message(), model);
    }

    /** The same text for another model is another question, unless the first question has no answer. */
    private boolean isRepeated(Message newest, NewQuestion question) {
        return newest.content().equals(question.message())
                && (question.isForOtherModelThan(newest.model())
                        ? answers.isUnanswered(newest.id())
                        : answers.mayBeAskedAgain(newest.id()));
    }

    private static Lookup.Stored stored(Conversation conversation, Message newest, NewQuestion question) {
        if (question.isForOtherModelThan(newest.model())) {
            conversation.askAgain(
                    newest, question.options().model(), question.options().toJson());
        }
        return new Lookup.Stored(conversation.id(), newest.id());
    }

    /** A new question at the next position of its conversation, which is locked or new. */
    Question append(Conversation conversation, UUID messageId, NewQuestion question) {
        var now = clock.instant();
        var message = Message.question(
                messageId,
                conversation.id(),
                conversation.allocatePosition(),
                question.message(),
                question.options().model(),
                question.options().toJson(),
                now);
        conversation.asked(question.options().model(), now);
        return new Question(conversation, message, true);
    }

    /** Stores a new question, and what has changed of its conversation. */
    void store(Question question) {
        var sql = new SqlPipeline();
        store(sql, question);
        sql.run(entities);
    }

    /** @param question null: nothing is to be stored */
    void store(SqlPipeline sql, Question question) {
        if (question != null) {
            writer.save(sql, question.conversation());
            if (question.isNew()) {
                writer.insert(sql, question.message());
            }
        }
    }

    /** Locks a stored question's conversation. */
    Question lock(UUID messageId) {
        var message = conversations.message(messageId).orElseThrow(() -> Problem.notFound("question", messageId));
        return new Question(lockConversation(message.conversationId()), message, false);
    }

    /** Locks the caller's conversation; gives its newest question. */
    Question lockNewest(Caller caller, UUID conversationId) {
        var conversation = lockConversation(conversationId);
        caller.mustOwn("conversation", conversation.userId());
        var newest = conversations
                .newestQuestion(conversationId)
                .orElseThrow(() -> Problem.of(Problem.Kind.NOTHING_TO_ANSWER, "problem.nothing-asked"));
        return new Question(conversation, newest, false);
    }

    private Conversation lockConversation(UUID id) {
        return conversations.lock(id).orElseThrow(() -> Problem.notFound("conversation", id));
    }

    boolean isNewest(Question question) {
        var newest = conversations.newestQuestion(question.conversation().id());
        return newest.map(Message::id).equals(Optional.of(question.message().id()));
    }
}
