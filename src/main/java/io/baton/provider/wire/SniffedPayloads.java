package io.baton.provider.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Reads a reply by what its body begins with, because content types are wrong or missing. */
final class SniffedPayloads implements Payloads {
    private final InputStream in;
    private Payloads payloads;

    SniffedPayloads(InputStream in) {
        this.in = in;
    }

    @Override
    public String next() throws IOException {
        if (payloads == null) {
            payloads = sniff();
        }
        return payloads.next();
    }

    private Payloads sniff() throws IOException {
        var buffer = new byte[1024];
        var size = 0;
        var first = 0;
        while (first == size) {
            size = in.read(buffer);
            if (size <= 0) {
                return new SseReader(InputStream.nullInputStream());
            }
            first = firstOf(buffer, size);
        }
        var whole = new SequenceInputStream(new ByteArrayInputStream(buffer, 0, size), in);
        return buffer[first] == '{' || buffer[first] == '[' ? new JsonTexts(whole) : new SseReader(whole);
    }

    /** The place of the first byte that is neither white space nor of a byte order mark. */
    private static int firstOf(byte[] buffer, int size) {
        var first = 0;
        while (first < size && (buffer[first] < 0 || Character.isWhitespace(buffer[first]))) {
            first++;
        }
        return first;
    }

    @Override
    public boolean lastMayBeCut() {
        return payloads != null && payloads.lastMayBeCut();
    }
}
