package io.baton.answer;

import io.baton.conversation.Conversation;
import io.baton.model.Prompt;
import java.util.UUID;

/**
 * An answer that is to start.
 *
 * @param conversation locked or new; null: the caller keeps the history
 * @param questionId   null where the conversation is
 * @param prompt       the question with its history
 */
record AnswerRequest(
        String userId, Conversation conversation, UUID questionId, GenerationOptions options, Prompt prompt) {}
