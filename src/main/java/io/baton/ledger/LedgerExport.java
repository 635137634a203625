package io.baton.ledger;

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
import java.util.stream.Collectors;

/**
 * Writes the ledger of a period out, page by page, so that its length costs no memory.
 *
 * @param userId null: everybody's
 */
public record LedgerExport(LedgerPages pages, Period period, String userId) {
    private static final List<String> NAMES =
            LedgerPages.COLUMNS.stream().map(LedgerExport::camel).toList();

    /** RFC 4180. A text that a spreadsheet would take for a formula begins with an apostrophe. */
    public StreamingOutput csv() {
        return out -> {
            var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            line(writer, List.copyOf(NAMES));
            forEach(row -> line(writer, java.util.Arrays.asList(row)));
            writer.flush();
        };
    }

    /** An array of objects; what is not known is left out. */
    public StreamingOutput json() {
        return out -> {
            var generator = Json.createGenerator(out);
            generator.writeStartArray();
            forEach(row -> {
                generator.writeStartObject();
                for (var i = 0; i < row.length; i++) {
                    write(generator, NAMES.get(i), row[i]);
                }
                generator.writeEnd();
            });
            generator.writeEnd().flush();
        };
    }

    private void forEach(Consumer<Object[]> consumer) {
        UUID last = null;
        List<Object[]> page;
        do {
            page = pages.after(last, period, userId);
            page.forEach(consumer);
            last = page.isEmpty() ? null : (UUID) page.getLast()[0];
        } while (page.size() == LedgerPages.PAGE);
    }

    private static void line(Writer writer, List<?> fields) {
        try {
            writer.append(fields.stream().map(LedgerExport::field).collect(Collectors.joining(",", "", "\r\n")));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    static String field(Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal money -> money.toPlainString();
            case String text -> quoted(isFormula(text) ? "'" + text : text);
            default -> value.toString();
        };
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(text.charAt(0)) >= 0;
    }

    private static String quoted(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
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

    private static String camel(String column) {
        var words = column.split("_");
        for (var i = 1; i < words.length; i++) {
            words[i] = Character.toUpperCase(words[i].charAt(0)) + words[i].substring(1);
        }
        return String.join("", words);
    }
}
