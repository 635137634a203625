package io.baton.answer;

import io.baton.budget.Holds;
import io.baton.conversation.Conversation;
import io.baton.conversation.ConversationStore;
import io.baton.conversation.Message;
import io.baton.ledger.Ledger;
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
import java.util.Optional;

/** tx2: stores the end of an answer, with its message, ledger rows and hold, if this node still owns it at its epoch. */
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
    OwnedAttempts attempts;

    @Inject
    Holds holds;

    @Inject
    Clock clock;

    /** Whether the end is stored. */
    public enum Stored {
        YES,
        /** The conversation was deleted meanwhile. Only the answer's row and the books are stored. */
        DELETED,
        /** Another node owns the answer now. Nothing was stored. */
        NOT_OURS
    }

    /**
     * What is to be stored.
     *
     * @param model      the model that was asked last
     * @param terminalN  the number of the terminal frame, which is written next
     * @param attempts   all attempts, to be settled
     * @param unrecorded those attempts that have no row in the ledger yet
     */
    public record Report(
            GenerationJob job,
            AnswerOutcome outcome,
            String model,
            AnswerText answerText,
            int terminalN,
            long responseMillis,
            List<Settlement> attempts,
            List<OpenedAttempt> unrecorded) {
        /** What to store if this can't be stored: the answer as failed; then without its text; then nothing. */
        public Optional<Report> reduced() {
            if (!(outcome instanceof AnswerOutcome.Failed)) {
                return Optional.of(failed(answerText));
            }
            return answerText.length() == 0 ? Optional.empty() : Optional.of(failed(new AnswerText()));
        }

        private Report failed(AnswerText kept) {
            var failed = new AnswerOutcome.Failed(ErrorCode.UNKNOWN_ERROR);
            return new Report(job, failed, model, kept, terminalN, responseMillis, attempts, unrecorded);
        }
    }

    /**
     * Stores the end of an answer.
     *
     * @throws RuntimeException if it can't be stored; then nothing has changed
     */
    @Transactional
    public Stored store(Report report) {
        var job = report.job();
        var conversation =
                job.isStateless() ? Optional.<Conversation>empty() : conversations.lock(job.conversationId());
        if (!endRow(report)) {
            return storedEarlier(report);
        }
        if (conversation.isPresent() && report.answerText().length() > 0) {
            storeMessage(report, conversation.get());
        }
        attempts.enter(job.billedAnswer(), report.unrecorded());
        report.attempts().forEach(ledger::settle);
        holds.release(job.answerId());
        return job.isStateless() || conversation.isPresent() ? Stored.YES : Stored.DELETED;
    }

    /** False: the answer has ended already, or another node owns it. */
    private boolean endRow(Report report) {
        return entities.createNativeQuery("""
                                update answer set state = :state, model = :model, finish_reason = :reason,
                                  error_code = :code, terminal_n = :n, ended_at = :now
                                where id = :id and epoch = :epoch and state in ('running', 'stopping')
                                """)
                        .setParameter("state", report.outcome().state().name())
                        .setParameter("model", report.model())
                        .setParameter("reason", report.outcome().finishReason())
                        .setParameter("code", report.outcome().errorCode())
                        .setParameter("n", report.terminalN())
                        .setParameter("now", clock.instant())
                        .setParameter("id", report.job().answerId())
                        .setParameter("epoch", report.job().epoch())
                        .executeUpdate()
                == 1;
    }

    /** Our own commit whose reply was lost counts as stored. */
    private Stored storedEarlier(Report report) {
        var row = entities.find(AnswerEntity.class, report.job().answerId());
        var isOurs = row != null
                && row.epoch == report.job().epoch()
                && row.state.hasEnded()
                && row.terminalN != null
                && row.terminalN == report.terminalN();
        if (!isOurs) {
            return Stored.NOT_OURS;
        }
        return row.isDeleted() ? Stored.DELETED : Stored.YES;
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
                report.outcome().finishReason(),
                dollars(Settlement.totalCost(report.attempts())),
                Span.toJson(report.answerText().spans()).toString(),
                now));
        conversation.stored(report.model(), now);
        entities.flush(); // a failure here has its reason, unlike one at the commit
    }

    private static BigDecimal dollars(Money cost) {
        return cost == null ? null : cost.dollars();
    }
}
