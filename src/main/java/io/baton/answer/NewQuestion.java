package io.baton.answer;

import java.util.UUID;

/**
 * A question as the client sent it.
 *
 * @param conversationId null: a new conversation
 * @param key            the Idempotency-Key; null: none
 * @param namesModel     whether the client named the model; otherwise it is the default one
 */
public record NewQuestion(
        UUID conversationId, String message, GenerationOptions options, String key, boolean namesModel) {
    public NewQuestion {
        IdempotencyKeys.require(key);
    }

    /** A question for a model that the client named. */
    public NewQuestion(UUID conversationId, String message, GenerationOptions options, String key) {
        this(conversationId, message, options, key, true);
    }

    /** The same question for another model. */
    NewQuestion forModel(String model) {
        return new NewQuestion(conversationId, message, options.withModel(model), key, namesModel);
    }

    /** Whether the client asks another model than that of a question with the same text. */
    boolean isForOtherModelThan(String model) {
        return namesModel && !options.model().equals(model);
    }

    /** The use of its key. */
    IdempotencyKeys.Use use() {
        return new IdempotencyKeys.Use(key, hash());
    }

    /** Tells requests with the same key apart. */
    String hash() {
        return IdempotencyKeys.hash(conversationId + "\n" + options.toJson() + "\n" + message);
    }
}
