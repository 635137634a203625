package io.baton.answercache;

import java.util.UUID;

/**
 * An answer that may be given again.
 *
 * @param key      of its prompt
 * @param original the answer whose output this one repeats; null: this answer is the original, which others may repeat
 */
public record Reuse(String key, UUID original) {
    /** Whether this answer is generated for itself and all that repeat it. */
    public boolean isOriginal() {
        return original == null;
    }
}
