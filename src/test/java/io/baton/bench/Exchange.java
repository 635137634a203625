package io.baton.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * One POST over a socket of its own whose event stream is handed over line by line. So plain that the load costs little
 * beside what is measured.
 */
record Exchange(URI target, String token, String body) {
    private static final int PATIENCE_MILLIS = 120_000;

    /** Blocks until the stream ends; gives the {@code data:} lines to {@code data}. */
    void run(Consumer<String> data) throws IOException {
        try (var socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(target.getHost(), target.getPort()));
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            var head =
                    "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                            .formatted(target.getPath(), target.getAuthority(), token, bytes.length);
            var out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
            read(new BufferedInputStream(socket.getInputStream()), data);
        }
    }

    private static void read(InputStream in, Consumer<String> data) throws IOException {
        var status = line(in);
        if (status == null || !status.startsWith("HTTP/1.1 200")) {
            throw new IOException("refused: " + status);
        }
        // Chunk sizes stand on lines of their own, and no chunk ends inside a line of either server: so they are
        // told from the stream's lines by their look alone.
        for (var line = line(in); line != null; line = line(in)) {
            if (line.startsWith("data:")) {
                data.accept(line.substring(5).strip());
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new java.io.ByteArrayOutputStream(256);
        for (var b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(b);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }
}
