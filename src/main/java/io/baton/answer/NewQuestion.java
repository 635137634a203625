package io.baton.answer;

import io.baton.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A question as it came in.
 *
 * @param conversationId null: a new conversation
 * @param key            the Idempotency-Key; null: none
 * @param namesModel     whether it says which model it is for; else that is the default one
 */
public record NewQuestion(UUID conversationId, String message, GenerationOptions as, String key, boolean namesModel) {
    private static final int MAX_KEY = 255;

    public NewQuestion {
        if (key != null) {
            Problem.requireStorable("Idempotency-Key", key);
        }
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw Problem.badField("Idempotency-Key", "problem.length", "Idempotency-Key", MAX_KEY);
        }
    }

    /** For the model that it names. */
    public NewQuestion(UUID conversationId, String message, GenerationOptions as, String key) {
        this(conversationId, message, as, key, true);
    }

    /** Whether it is for another model than a question of the same text. */
    boolean isForAnotherThan(String model) {
        return namesModel && !as.model().equals(model);
    }

    /** Tells requests with the same key apart: hex SHA-256 over all that was asked. */
    String hash() {
        try {
            var all = conversationId + "\n" + as.toJson() + "\n" + message;
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
