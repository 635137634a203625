package io.baton.answer;

import io.baton.budget.Holds;
import io.baton.ledger.Ledger;
import io.baton.model.Prompt;
import io.baton.routing.Permit;
import java.time.Instant;
import java.util.UUID;

/**
 * What the owner of an answer has to do, as tx1 has stored it.
 *
 * @param conversationId null: the caller keeps the history, and nothing of the answer is stored but the books
 * @param position       the place of the coming message in its conversation; 0 where there is none
 * @param first        who is asked first; its request is counted and in the books; null: the answer was taken over
 * @param firstAttempt under this id
 * @param held         what is held for it
 * @param reason       why it is not the asked model, as the {@code start} frame says it; null: there is no need to say
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
        String reason) {
    public boolean isAlone() {
        return conversationId == null;
    }

    Ledger.Account account() {
        return new Ledger.Account(answerId, conversationId, userId);
    }
}
