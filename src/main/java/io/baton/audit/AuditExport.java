package io.baton.audit;

import io.baton.http.Csv;
import io.baton.http.JsonbConfiguration;
import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Exports records, the oldest first, page by page. It ends with the last one below which none is still being written, so that whoever asks
 * for what comes {@code after} it misses nothing.
 */
record AuditExport(AuditSearch search, AuditFilter filter, long after, long upTo) {
    private static final int PAGE = 500;
    private static final Jsonb JSON = new JsonbConfiguration().getContext(AuditLine.class);

    /** Writes a line. */
    private interface Format {
        String of(AuditLine line);
    }

    /** RFC 4180, with a header. */
    StreamingOutput csv() {
        return out -> {
            var writer = writer(out);
            writer.write(Csv.line(AuditLine.NAMES));
            write(writer, line -> Csv.line(line.values()));
        };
    }

    /** An object per line; members without a value are left out. */
    StreamingOutput jsonLines() {
        return out -> write(writer(out), line -> JSON.toJson(line) + '\n');
    }

    private static Writer writer(OutputStream out) {
        return new OutputStreamWriter(out, StandardCharsets.UTF_8);
    }

    private void write(Writer writer, Format format) throws IOException {
        var last = after;
        List<AuditLine> page;
        do {
            page = search.oldest(filter, last, upTo, PAGE);
            for (var line : page) {
                writer.write(format.of(line));
                last = line.seq();
            }
        } while (page.size() == PAGE);
        writer.flush();
    }
}
