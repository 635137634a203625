package io.baton.conversation;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A conversation as clients see it. {@code model} answered last, {@code askedModel} was asked last; {@code
 * runningAnswerId} is absent if no answer is running.
 */
public record ConversationView(
        UUID id,
        String title,
        Instant createdAt,
        Instant updatedAt,
        int messageCount,
        String model,
        String askedModel,
        UUID runningAnswerId) {
    static ConversationView of(Conversation c, Map<UUID, UUID> runningAnswers) {
        return new ConversationView(
                c.id,
                c.title,
                c.createdAt,
                c.updatedAt,
                c.messageCount,
                c.model,
                c.askedModel(),
                runningAnswers.get(c.id));
    }
}
