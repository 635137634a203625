package io.baton.ledger;

import io.baton.http.Csv;
import io.baton.http.PlainNumber;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Exports the ledger of a period. It reads page by page, so that a long period needs no more memory.
 *
 * @param userId null: all users
 * @param apiKey null: with any API key or without
 */
public record LedgerExport(LedgerPages pages, Period period, String userId, UUID apiKey) {
    /** As {@link Csv}, with a header. */
    public StreamingOutput csv() {
        return out -> {
            var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            line(writer, LedgerLine.NAMES);
            forEach(row -> line(writer, row.values()));
            writer.flush();
        };
    }

    /** An array of objects; unknown values are absent. */
    public StreamingOutput json() {
        return out -> {
            var generator = Json.createGenerator(out);
            generator.writeStartArray();
            forEach(row -> {
                generator.writeStartObject();
                var values = row.values();
                for (var i = 0; i < values.size(); i++) {
                    write(generator, LedgerLine.NAMES.get(i), values.get(i));
                }
                generator.writeEnd();
            });
            generator.writeEnd().flush();
        };
    }

    private void forEach(Consumer<LedgerLine> consumer) {
        UUID last = null;
        List<LedgerLine> page;
        do {
            page = pages.after(last, period, userId, apiKey);
            page.forEach(consumer);
            last = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == LedgerPages.PAGE);
    }

    private static void line(Writer writer, List<?> fields) {
        try {
            writer.append(Csv.line(fields));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void write(JsonGenerator generator, String name, Object value) {
        switch (value) {
            case null -> {}
            case BigDecimal money -> generator.write(name, new PlainNumber(money));
            case Integer number -> generator.write(name, number);
            case Boolean flag -> generator.write(name, flag);
            default -> generator.write(name, value.toString());
        }
    }
}
