package io.baton.chat;

import io.baton.chat.AnswerRow.State;
import io.baton.conversation.Conversation;
import io.baton.conversation.Conversations;
import io.baton.conversation.Message;
import io.baton.model.Money;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.usage.Holds;
import io.baton.usage.Ledger;
import io.baton.usage.LostAnswers;
import io.baton.usage.Settlement;
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
class Endings {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Conversations conversations;

    @Inject
    Ledger ledger;

    @Inject
    Requests requests;

    @Inject
    LostAnswers lostAnswers;

    @Inject
    Holds holds;

    @Inject
    Clock clock;

    /** What storing came to. */
    enum Stored {
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
            Assignment assignment,
            Ending ending,
            String model,
            Speech speech,
            int terminalN,
            long responseMillis,
            List<Settlement> attempts,
            List<Opened> unrecorded) {
        /** What is still worth storing where this can't be: the same as failed, and then without its text. */
        Optional<Report> lesser() {
            if (!(ending instanceof Ending.Failed)) {
                return Optional.of(failed(speech));
            }
            return speech.length() == 0 ? Optional.empty() : Optional.of(failed(new Speech()));
        }

        private Report failed(Speech kept) {
            var failed = new Ending.Failed(ErrorCode.UNKNOWN_ERROR);
            return new Report(assignment, failed, model, kept, terminalN, responseMillis, attempts, unrecorded);
        }
    }

    @Transactional
    public Stored store(Report report) {
        var alone = report.assignment().isAlone();
        var conversation = alone
                ? Optional.<Conversation>empty()
                : conversations.lock(report.assignment().conversationId());
        if (endRow(report) == 0) {
            return storedBefore(report);
        }
        book(report);
        if (conversation.isPresent() && report.speech().length() > 0) {
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
                .setParameter("id", report.assignment().answerId())
                .setParameter("epoch", report.assignment().epoch())
                .executeUpdate();
    }

    /** Our own commit whose reply was lost counts as stored. */
    private Stored storedBefore(Report report) {
        var row = entities.find(AnswerRow.class, report.assignment().answerId());
        var ours = row != null
                && row.epoch == report.assignment().epoch()
                && row.state.hasEnded()
                && row.terminalN != null
                && row.terminalN == report.terminalN();
        if (!ours) {
            return Stored.NOT_OURS;
        }
        return row.isDeleted() ? Stored.DELETED : Stored.YES;
    }

    private void book(Report report) {
        requests.enter(report.assignment().account(), report.unrecorded());
        report.attempts().forEach(ledger::settle);
        holds.release(report.assignment().answerId());
    }

    private void storeMessage(Report report, Conversation conversation) {
        var assignment = report.assignment();
        var now = clock.instant();
        entities.persist(Message.answer(
                assignment.messageId(),
                assignment.conversationId(),
                assignment.position(),
                report.speech().text(),
                report.model(),
                Settlement.totalUsage(report.attempts()).output(),
                report.responseMillis(),
                report.ending().finishReason(),
                dollars(Settlement.totalCost(report.attempts())),
                Span.toJson(report.speech().spans()).toString(),
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
    public boolean closeOrphan(AnswerRow orphan, Optional<Ending> told, Map<UUID, Integer> outputTokens) {
        var otherwise =
                orphan.state == State.stopping ? new Ending.Stopped() : new Ending.Failed(ErrorCode.UNKNOWN_ERROR);
        var ending = told.orElse(otherwise);
        var closed = entities.createQuery("""
                        update AnswerRow a set a.epoch = a.epoch + 1, a.endedAt = :now, a.state = :state,
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
