package io.baton.answer;

import io.baton.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    private static final int MAX_KEY = 255;

    public NewQuestion {
        if (key != null) {
            Problem.requireStorable("Idempotency-Key", key);
        }
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw Problem.badField("Idempotency-Key", "problem.length", "Idempotency-Key", MAX_KEY);
        }
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

    /** SHA-256 of the whole question, hexadecimal: tells requests with the same key apart. */
    String hash() {
        try {
            var all = conversationId + "\n" + options.toJson() + "\n" + message;
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
