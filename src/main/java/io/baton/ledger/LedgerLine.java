package io.baton.ledger;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A row of the ledger as it is exported: the names and the order of these components are those of the exported columns. Null:
 * unknown, or there is none.
 */
record LedgerLine(
        UUID id,
        Instant startedAt,
        UUID answerId,
        UUID conversationId,
        String userId,
        int ordinal,
        String model,
        String provider,
        String outcome,
        String detail,
        int inputTokens,
        int outputTokens,
        int cachedTokens,
        int reasoningTokens,
        String source,
        String priceVersion,
        BigDecimal cost,
        Integer firstOutputMs,
        Integer totalMs,
        boolean endedAnswer,
        String finishReason,
        BigDecimal saved,
        Integer groupId,
        UUID apiKeyId) {
    private static final List<RecordComponent> COLUMNS = List.of(LedgerLine.class.getRecordComponents());

    static final List<String> NAMES =
            COLUMNS.stream().map(RecordComponent::getName).toList();

    /** In the order of {@link #NAMES}. */
    List<Object> values() {
        try {
            var values = new ArrayList<>(COLUMNS.size());
            for (var column : COLUMNS) {
                values.add(column.getAccessor().invoke(this));
            }
            return values;
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
