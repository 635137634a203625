package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A response that is read line by line. Closing it cuts the connection. */
final class OpenLines implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    OpenLines(HttpResponse<InputStream> response) {
        assertEquals(200, response.statusCode());
        body = response.body();
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next line with such a text. */
    String lineWith(String text) {
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(text)) {
                    return line;
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        throw new AssertionError("no line with " + text);
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException gone) {
            // that is what was wanted
        }
    }
}
