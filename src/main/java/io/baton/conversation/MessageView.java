package io.baton.conversation;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * A message as clients see it; times in milliseconds, cost in dollars, {@code spans} by UTF-16 offsets; members
 * that do not apply are absent. {@code answerId} is the answer to a question: running, ended or failed.
 */
public record MessageView(
        UUID id,
        String role,
        String content,
        String model,
        Integer tokenCount,
        Long responseTime,
        Instant createdAt,
        String finishReason,
        BigDecimal cost,
        JsonArray spans,
        UUID answerId) {
    static MessageView of(Message m, UUID answerId) {
        return new MessageView(
                m.id,
                m.role,
                m.content,
                m.model,
                m.tokenCount,
                m.responseTimeMillis,
                m.createdAt,
                m.finishReason,
                m.cost,
                m.spans == null ? null : array(m.spans),
                answerId);
    }

    private static JsonArray array(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readArray();
        }
    }
}
