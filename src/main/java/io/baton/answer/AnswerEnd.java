package io.baton.answer;

import io.baton.budget.Holds;
import io.baton.conversation.ConversationWriter;
import io.baton.conversation.Message;
import io.baton.ledger.Ledger;
import io.baton.ledger.Settlement;
import io.baton.model.Money;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** tx2: stores the end of an answer, with its message, ledger rows and hold, if this node still owns it at its epoch. */
@ApplicationScoped
@Pooled(Pool.SETTLEMENT)
public class AnswerEnd {
    @PersistenceContext
    EntityManager entities;

    @Inject
    ConversationWriter writer;

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
        /** The frame that ends the answer, once this is stored. */
        public Event terminal() {
            return outcome instanceof AnswerOutcome.Failed(var code)
                    ? new Event.Failed(code)
                    : new Event.Complete(
                            answerText.text(),
                            responseMillis,
                            model,
                            outcome.finishReason(),
                            Settlement.totalUsage(attempts),
                            Settlement.totalCost(attempts),
                            answerText.spans());
        }

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
        var conversation = new AtomicBoolean();
        if (!endRow(report, conversation)) {
            return storedEarlier(report);
        }
        var sql = new SqlPipeline();
        if (conversation.get() && report.answerText().length() > 0) {
            storeMessage(sql, report);
        }
        attempts.enter(sql, job.billedAnswer(), report.unrecorded());
        report.attempts().forEach(each -> ledger.settle(sql, each));
        holds.release(sql, job.answerId(), job.held().onBudget());
        return job.isStateless() || conversation.get() ? Stored.YES : Stored.DELETED;
    }

    /**
     * Locks the conversation, and ends the answer's row. False: the answer has ended already, or another node owns it.
     *
     * @param conversation becomes true if the answer has one
     */
    private boolean endRow(Report report, AtomicBoolean conversation) {
        var job = report.job();
        var sql = new SqlPipeline();
        var ended = new AtomicBoolean();
        if (!job.isStateless()) {
            writer.lock(sql, job.conversationId(), conversation);
        }
        sql.update(
                        """
                        update answer set state = ?, model = ?, finish_reason = ?, error_code = ?, terminal_n = ?, ended_at = ?
                        where id = ? and epoch = ? and state in ('running', 'stopping')
                        """,
                        changed -> ended.set(changed == 1),
                        report.outcome().state().name(),
                        report.model(),
                        report.outcome().finishReason(),
                        report.outcome().errorCode(),
                        report.terminalN(),
                        clock.instant(),
                        job.answerId(),
                        job.epoch())
                .run(entities);
        return ended.get();
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

    private void storeMessage(SqlPipeline sql, Report report) {
        var job = report.job();
        var now = clock.instant();
        var message = Message.answer(
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
                now);
        writer.insert(sql, message);
        writer.count(sql, message);
    }

    private static BigDecimal dollars(Money cost) {
        return cost == null ? null : cost.dollars();
    }
}
