package io.baton.answer;

import io.baton.conversation.Conversation;
import io.baton.entitlement.Entitlement;
import io.baton.model.Prompt;
import java.util.UUID;

/**
 * An answer that is to start.
 *
 * @param asker        what the caller may ask for
 * @param conversation locked or new; null: the caller keeps the history
 * @param questionId   null where the conversation is
 * @param prompt       the question with its history
 */
record AnswerRequest(
        Entitlement asker, Conversation conversation, UUID questionId, GenerationOptions options, Prompt prompt) {
    AnswerRequest {
        prompt = prompt.onlyFor(asker.models());
    }

    String userId() {
        return asker.userId();
    }

    /** By which it is asked; null: by none. */
    UUID apiKey() {
        var key = asker.limits().key();
        return key == null ? null : key.key();
    }
}
