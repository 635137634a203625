package io.baton.answer;

import io.baton.answercache.Reuse;
import io.baton.budget.Holds;
import io.baton.ledger.Ledger;
import io.baton.model.Prompt;
import io.baton.routing.Permit;
import io.baton.telemetry.AnswerTrace;
import java.time.Instant;
import java.util.UUID;

/**
 * An answer that this node has to generate, as it is stored.
 *
 * @param conversationId null: the caller keeps the history, and only the answer's row and the books are stored
 * @param messageId      of the message that the answer will be
 * @param position       of that message in its conversation; 0 without a conversation
 * @param first          the model to ask first; its request is counted and in the ledger, unless the answer repeats another one;
 *                       null: the answer was taken over
 * @param firstAttempt   the id of that request, or of the repetition; null where {@code first} is
 * @param held           the hold of the answer
 * @param reason         for the {@code start} frame: why {@code first} is not the asked model, or {@code cache}; null: no reason to show
 * @param group          the group that pays; null: none
 * @param apiKey         by which it was asked; null: by none
 * @param reuse          whether the answer repeats another one, or may be repeated; null: neither
 */
public record GenerationJob(
        UUID answerId,
        UUID conversationId,
        UUID messageId,
        String userId,
        int position,
        int epoch,
        Permit first,
        UUID firstAttempt,
        Prompt prompt,
        Instant startedAt,
        Holds.Held held,
        String reason,
        AnswerTrace trace,
        Integer group,
        UUID apiKey,
        Reuse reuse) {
    /** An answer that is not traced, that no group pays, and that neither repeats another one nor may be repeated. */
    public GenerationJob(
            UUID answerId,
            UUID conversationId,
            UUID messageId,
            String userId,
            int position,
            int epoch,
            Permit first,
            UUID firstAttempt,
            Prompt prompt,
            Instant startedAt,
            Holds.Held held,
            String reason) {
        this(
                answerId,
                conversationId,
                messageId,
                userId,
                position,
                epoch,
                first,
                firstAttempt,
                prompt,
                startedAt,
                held,
                reason,
                AnswerTrace.NONE,
                null,
                null,
                null);
    }

    /** A new answer, traced as the step of the trace that this thread runs. */
    static GenerationJob started(
            AnswerEntity row,
            Permit first,
            UUID firstAttempt,
            Prompt prompt,
            Holds.Held held,
            String reason,
            Reuse reuse) {
        return new GenerationJob(
                row.id,
                row.conversationId,
                row.messageId,
                row.userId,
                row.position == null ? 0 : row.position,
                row.epoch,
                first,
                firstAttempt,
                prompt,
                row.startedAt,
                held,
                reason,
                AnswerTrace.current(),
                row.groupId,
                row.apiKeyId,
                reuse);
    }

    /** An answer that was taken over. */
    public static GenerationJob resumed(AnswerEntity row, Prompt prompt, Holds.Held held) {
        return started(row, null, null, prompt, held, null, null);
    }

    /** Whether the answer repeats another one. */
    public boolean isRepetition() {
        return reuse != null && !reuse.isOriginal();
    }

    /** Whether other answers may repeat this one. */
    public boolean isOriginal() {
        return reuse != null && reuse.isOriginal();
    }

    /** Whether the answer has no conversation. */
    public boolean isStateless() {
        return conversationId == null;
    }

    Ledger.BilledAnswer billedAnswer() {
        return new Ledger.BilledAnswer(answerId, conversationId, userId, group, apiKey);
    }
}
