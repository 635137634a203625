package io.baton.alert.delivery;

import io.baton.platform.Language;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something that channels are told.
 *
 * @param event    {@code opened}, {@code worse} or {@code resolved}
 * @param severe   whether it is or was worse, for channels that only want that
 * @param value    in the unit of the rule
 * @param texts    what people read, in each language
 */
public record Notice(
        UUID alertId,
        String rule,
        String subject,
        int episode,
        String event,
        boolean severe,
        double value,
        double limit,
        Instant at,
        Map<Language, Text> texts) {
    /** @param title one line */
    public record Text(String title, String detail) {}

    public Notice {
        texts = Map.copyOf(texts);
    }
}
