package io.baton.scripted;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 requests, one after the other. Blocks; for one thread. */
final class HttpReader {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 200;
    private static final int MAX_BODY = 32 * 1024 * 1024;

    private final InputStream in;
    private final Wire wire;

    HttpReader(InputStream in, Wire wire) {
        this.in = new BufferedInputStream(in);
        this.wire = wire;
    }

    /** Waits until the client sends more (which stays unread) or hangs up; false in the latter case. */
    boolean hasMore() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        in.reset();
        return true;
    }

    /** Throws {@link IOException} for what is no HTTP, too large, or cut. */
    HttpRequest next() throws IOException {
        String[] first = line().split(" ");
        if (first.length != 3) {
            throw new IOException("no request line");
        }
        Map<String, String> headers = headers();
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            wire.goOn();
        }
        return new HttpRequest(first[0], first[1].split("\\?", 2)[0], Map.copyOf(headers), body(headers));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MAX_HEADERS) {
                throw new IOException("no header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunkedBody();
        }
        return bytes(size(headers.getOrDefault("content-length", "0"), 10));
    }

    private byte[] chunkedBody() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(line(), 16); size > 0; size = size(line(), 16)) {
            body.writeBytes(bytes(size));
            if (body.size() > MAX_BODY) {
                throw new IOException("body too large");
            }
            line();
        }
        while (!line().isEmpty()) {
            // trailers say nothing to us
        }
        return body.toByteArray();
    }

    private byte[] bytes(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private static int size(String text, int radix) throws IOException {
        try {
            int size = Integer.parseInt(text.split(";", 2)[0].strip(), radix);
            if (size < 0 || size > MAX_BODY) {
                throw new IOException("body too large");
            }
            return size;
        } catch (NumberFormatException e) {
            throw new IOException("no size: " + text, e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() == MAX_LINE) {
                throw new EOFException("no end of line");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
