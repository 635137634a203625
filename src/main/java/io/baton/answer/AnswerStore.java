package io.baton.answer;

import io.baton.answer.AnswerEntity.State;
import io.baton.answer.AnswerStart.Asked;
import io.baton.conversation.Conversation;
import io.baton.conversation.ConversationStore;
import io.baton.conversation.Message;
import io.baton.limits.Admission;
import io.baton.model.Catalog;
import io.baton.model.Prompt;
import io.baton.platform.Problem;
import io.baton.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored side of answers: how they begin (tx1), are stopped, and are found again. */
@ApplicationScoped
@Transactional
public class AnswerStore {
    private static final Duration RESEND_GRACE = Duration.ofSeconds(60);

    @PersistenceContext
    EntityManager entities;

    @Inject
    ConversationStore conversations;

    @Inject
    PromptBuilder promptBuilder;

    @Inject
    AnswerStart answerStart;

    @Inject
    Admission admission;

    @Inject
    Router router;

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    /** What beginning came to. */
    public sealed interface Begun {
        /** A new answer, to be generated here; {@code stopped} had to give way to it. */
        record Fresh(GenerationJob job, List<UUID> stopped) implements Begun {}

        /** The question has its answer already, or is being answered. */
        record Joined(UUID answerId) implements Begun {}
    }

    /**
     * tx1 for the conversation's newest question: everything that must be in place before the first request leaves, or
     * nothing. {@code model} null: the asked one.
     */
    public Begun beginNewest(UUID conversationId, String model) {
        var conversation = lock(conversationId);
        var question = conversations
                .newestQuestion(conversationId)
                .orElseThrow(() -> Problem.of(Problem.Kind.NOTHING_TO_ANSWER, "problem.nothing-asked"));
        return begin(conversation, question, model);
    }

    private Begun begin(Conversation conversation, Message question, String model) {
        var last = ofQuestion(question.id());
        if (last.isPresent() && last.get().state != State.failed) {
            return new Begun.Joined(last.get().id);
        }
        if (last.isPresent()) {
            admission.admitQuestion(conversation.userId());
        }
        var stopped = stopRunning(conversation.id());
        return new Begun.Fresh(beginNow(conversation, question, model), stopped);
    }

    /**
     * The same for a question that was sent again. Once a newer one was asked it only finds the answer that it has had, also
     * one that failed: it must not stop the newer one's.
     */
    public Begun beginAgain(UUID questionId) {
        var question = conversations.message(questionId).orElseThrow(() -> Problem.notFound("question", questionId));
        var conversation = lock(question.conversationId());
        var newest = conversations.newestQuestion(conversation.id()).map(Message::id);
        if (newest.equals(Optional.of(questionId))) {
            return begin(conversation, question, null);
        }
        return ofQuestion(questionId)
                .map(row -> new Begun.Joined(row.id))
                .orElseThrow(() -> Problem.of(Problem.Kind.NOTHING_TO_ANSWER, "problem.newer-question"));
    }

    private Conversation lock(UUID id) {
        return conversations.lock(id).orElseThrow(() -> Problem.notFound("conversation", id));
    }

    /** The same for a question that this transaction has just stored: it has no answer, and what ran was stopped. */
    public Begun beginFirst(Conversation conversation, Message question) {
        return new Begun.Fresh(beginNow(conversation, question, null), List.of());
    }

    /** The same for a caller that keeps the history itself: of such an answer only the books are stored. */
    public GenerationJob beginAlone(String userId, GenerationOptions as, Prompt prompt) {
        router.mustBeOpen(GenerationOptions.known(catalog, as.model()), prompt);
        admission.admitQuestion(userId);
        return answerStart.begin(new Asked(userId, null, null, as, prompt));
    }

    private GenerationJob beginNow(Conversation conversation, Message question, String model) {
        var as = GenerationOptions.fromJson(question.request()).withModel(model);
        if (!as.model().equals(question.model())) {
            conversation.askAgain(question, as.model(), as.toJson());
        }
        return answerStart.begin(new Asked(
                conversation.userId(), conversation, question.id(), as, promptBuilder.answering(question, as)));
    }

    public Optional<AnswerEntity> find(UUID id) {
        return Optional.ofNullable(entities.find(AnswerEntity.class, id));
    }

    /** The question's answer: the one that did not fail, or else the last that did. */
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

    /** Whether nobody has answered it, or only failed to. */
    public boolean isUnanswered(UUID questionId) {
        return ofQuestion(questionId).map(row -> row.state == State.failed).orElse(true);
    }

    /** Whether the same text means the same question: while it is unanswered, or a reader has lost its answer. */
    public boolean mayBeAskedAgain(UUID questionId) {
        var since = clock.instant().minus(RESEND_GRACE);
        return ofQuestion(questionId)
                .map(row -> !row.state.hasEnded()
                        || row.state == State.failed
                        || row.readerLeftAt != null && row.readerLeftAt.isAfter(since))
                .orElse(true);
    }

    /** Asks the conversation's running answer to end; its owner does the rest. Gives the ids of those it asked. */
    @SuppressWarnings("unchecked")
    public List<UUID> stopRunning(UUID conversationId) {
        return entities.createNativeQuery("""
                        update answer set state = 'stopping' where conversation_id = :id and state = 'running'
                        returning id
                        """, UUID.class)
                .setParameter("id", conversationId)
                .getResultList();
    }

    /** Asks an answer to end; nothing happens where it is ending or has ended. */
    public void stop(UUID answerId) {
        entities.createQuery("update AnswerEntity a set a.state = stopping where a.id = :id and a.state = running")
                .setParameter("id", answerId)
                .executeUpdate();
    }

    /** Remembers that a reader went away before the end. */
    public void readerLeft(UUID answerId) {
        entities.createQuery("update AnswerEntity a set a.readerLeftAt = :now where a.id = :id")
                .setParameter("now", clock.instant())
                .setParameter("id", answerId)
                .executeUpdate();
    }
}
