package io.baton.answer;

import io.baton.answer.AnswerEntity.State;
import io.baton.budget.Holds;
import io.baton.conversation.Conversation;
import io.baton.conversation.ConversationStore;
import io.baton.conversation.Message;
import io.baton.ledger.Ledger;
import io.baton.ledger.LostAnswers;
import io.baton.ledger.Settlement;
import io.baton.model.Money;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** tx2: the end of an answer is stored whole — state, message, books, hold — by its owner at its epoch, or not at all. */
@ApplicationScoped
@Pooled(Pool.SETTLEMENT)
public class AnswerEnd {
    @PersistenceContext
    EntityManager entities;

    @Inject
    ConversationStore conversations;

    @Inject
    Ledger ledger;

    @Inject
    OwnedAttempts requests;

    @Inject
    LostAnswers lostAnswers;

    @Inject
    Holds holds;

    @Inject
    Clock clock;

    /** What storing came to. */
    public enum Stored {
        /** It is stored. */
        YES,
        /** The conversation was deleted meanwhile; the books are kept all the same. */
        DELETED,
        /** Another node owns the answer now; nothing was stored. */
        NOT_OURS
    }

    /**
     * All there is to store.
     *
     * @param model     who ended it
     * @param terminalN the number that its terminal frame will have
     * @param unrecorded those of the attempts that are in no books yet
     */
    public record Report(
            GenerationJob job,
            AnswerOutcome ending,
            String model,
            AnswerText answerText,
            int terminalN,
            long responseMillis,
            List<Settlement> attempts,
            List<OpenedAttempt> unrecorded) {
        /** What is still worth storing where this can't be: the same as failed, and then without its text. */
        public Optional<Report> lesser() {
            if (!(ending instanceof AnswerOutcome.Failed)) {
                return Optional.of(failed(answerText));
            }
            return answerText.length() == 0 ? Optional.empty() : Optional.of(failed(new AnswerText()));
        }

        private Report failed(AnswerText kept) {
            var failed = new AnswerOutcome.Failed(ErrorCode.UNKNOWN_ERROR);
            return new Report(job, failed, model, kept, terminalN, responseMillis, attempts, unrecorded);
        }
    }

    @Transactional
    public Stored store(Report report) {
        var alone = report.job().isAlone();
        var conversation = alone
                ? Optional.<Conversation>empty()
                : conversations.lock(report.job().conversationId());
        if (endRow(report) == 0) {
            return storedBefore(report);
        }
        book(report);
        if (conversation.isPresent() && report.answerText().length() > 0) {
            storeMessage(report, conversation.get());
        }
        return alone || conversation.isPresent() ? Stored.YES : Stored.DELETED;
    }

    private int endRow(Report report) {
        return entities.createNativeQuery("""
                        update answer set state = :state, model = :model, finish_reason = :reason, error_code = :code,
                          terminal_n = :n, ended_at = :now
                        where id = :id and epoch = :epoch and state in ('running', 'stopping')
                        """)
                .setParameter("state", report.ending().state().name())
                .setParameter("model", report.model())
                .setParameter("reason", report.ending().finishReason())
                .setParameter("code", report.ending().errorCode())
                .setParameter("n", report.terminalN())
                .setParameter("now", clock.instant())
                .setParameter("id", report.job().answerId())
                .setParameter("epoch", report.job().epoch())
                .executeUpdate();
    }

    /** Our own commit whose reply was lost counts as stored. */
    private Stored storedBefore(Report report) {
        var row = entities.find(AnswerEntity.class, report.job().answerId());
        var ours = row != null
                && row.epoch == report.job().epoch()
                && row.state.hasEnded()
                && row.terminalN != null
                && row.terminalN == report.terminalN();
        if (!ours) {
            return Stored.NOT_OURS;
        }
        return row.isDeleted() ? Stored.DELETED : Stored.YES;
    }

    private void book(Report report) {
        requests.enter(report.job().account(), report.unrecorded());
        report.attempts().forEach(ledger::settle);
        holds.release(report.job().answerId());
    }

    private void storeMessage(Report report, Conversation conversation) {
        var job = report.job();
        var now = clock.instant();
        entities.persist(Message.answer(
                job.messageId(),
                job.conversationId(),
                job.position(),
                report.answerText().text(),
                report.model(),
                Settlement.totalUsage(report.attempts()).output(),
                report.responseMillis(),
                report.ending().finishReason(),
                dollars(Settlement.totalCost(report.attempts())),
                Span.toJson(report.answerText().spans()).toString(),
                now));
        conversation.stored(report.model(), now);
        entities.flush(); // here what can't be stored is said with its reason, at the commit without
    }

    private static BigDecimal dollars(Money cost) {
        return cost == null ? null : cost.dollars();
    }

    /**
     * Closes an answer that was taken over; false: somebody else did.
     *
     * @param told         how it has ended, as its log says; empty: it does not
     * @param outputTokens of each of its open attempts, as far as what it said is known
     */
    @Transactional
    public boolean closeOrphan(AnswerEntity orphan, Optional<AnswerOutcome> told, Map<UUID, Integer> outputTokens) {
        var otherwise = orphan.state == State.stopping
                ? new AnswerOutcome.Stopped()
                : new AnswerOutcome.Failed(ErrorCode.UNKNOWN_ERROR);
        var ending = told.orElse(otherwise);
        var closed = entities.createQuery("""
                        update AnswerEntity a set a.epoch = a.epoch + 1, a.endedAt = :now, a.state = :state,
                          a.finishReason = :reason, a.errorCode = :code
                        where a.id = :id and a.owner = :owner and a.epoch = :epoch and a.state in (running, stopping)
                        """)
                .setParameter("now", clock.instant())
                .setParameter("state", ending.state())
                .setParameter("reason", ending.finishReason())
                .setParameter("code", ending.errorCode())
                .setParameter("id", orphan.id)
                .setParameter("owner", orphan.owner)
                .setParameter("epoch", orphan.epoch)
                .executeUpdate();
        if (closed == 1) {
            lostAnswers.settle(orphan.id, outputTokens);
            holds.release(orphan.id);
        }
        return closed == 1;
    }
}
