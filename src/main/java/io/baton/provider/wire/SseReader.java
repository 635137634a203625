package io.baton.provider.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the data of server-sent events, as defined by <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the HTML standard</a>, with two differences: an
 * event without its blank line at the end of the stream, or before the next event, is returned, since providers omit it,
 * and invalid UTF-8 breaks the stream. Returns an event as soon as its last byte has arrived. Not thread-safe.
 */
final class SseReader implements Payloads {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;

    private final BoundedBuffer line = new BoundedBuffer();
    private final BoundedBuffer data = new BoundedBuffer();
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private boolean ended;
    private boolean isLineWise;

    SseReader(InputStream in) {
        this.in = in;
    }

    @Override
    public String next() throws IOException {
        var event = isLineWise ? endEvent() : null;
        while (event == null && !ended) {
            ended = !readLine();
            event = line.size() == 0 || beginsAnotherEvent() ? endEvent() : null;
            takeLine();
            if (event == null && (ended || isLineWise)) {
                event = endEvent();
            }
        }
        return event;
    }

    /**
     * Whether the line begins an event although no blank line ended the one before: no JSON continues with a bracket
     * after a closing one. From then on each line counts as an event.
     */
    private boolean beginsAnotherEvent() {
        if (data.size() < 2 || data.byteAt(data.size() - 2) != '}' || !isData()) {
            return false;
        }
        var first = firstOfData();
        isLineWise |= first < line.size() && (line.byteAt(first) == '{' || line.byteAt(first) == '[');
        return isLineWise;
    }

    @Override
    public boolean lastMayBeCut() {
        return ended;
    }

    /**
     * Reads into {@link #line} up to the next line end; false at the end of the stream. Never waits for the LF of a
     * CRLF.
     */
    private boolean readLine() throws IOException {
        while (true) {
            if (position == limit && !fill()) {
                return false;
            }
            var b = buffer[position++];
            var secondHalf = b == '\n' && afterCarriageReturn;
            afterCarriageReturn = b == '\r';
            if (secondHalf) {
                continue;
            }
            if (b == '\n' || b == '\r') {
                dropByteOrderMark();
                return true;
            }
            line.write(b);
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private void dropByteOrderMark() {
        if (firstLine && line.startsWith(BYTE_ORDER_MARK)) {
            var rest = new BoundedBuffer();
            line.moveTo(rest, BYTE_ORDER_MARK.length);
            rest.moveTo(line, 0);
        }
        firstLine = false;
    }

    /** Appends a data line to the event, without one space after the colon; ignores other fields and comments. */
    private void takeLine() {
        dropByteOrderMark();
        if (isData()) {
            line.moveTo(data, firstOfData());
            data.write('\n');
        }
        line.reset();
    }

    private boolean isData() {
        return line.startsWith(DATA) && (line.size() == DATA.length || line.byteAt(DATA.length) == ':');
    }

    private int firstOfData() {
        var from = Math.min(line.size(), DATA.length + 1);
        return from < line.size() && line.byteAt(from) == ' ' ? from + 1 : from;
    }

    private String endEvent() {
        try {
            return data.size() == 0 ? null : data.textBeforeLast();
        } finally {
            data.reset();
        }
    }
}
