package io.baton.provider.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads JSON objects that follow each other: one for a reply that does not stream, several for one that streams without
 * events. Returns each at its closing bracket, whatever follows. Ignores what separates them, such as line breaks, and
 * the brackets of an array around them.
 */
final class JsonTexts implements Payloads {
    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;
    private final BoundedBuffer text = new BoundedBuffer();
    private int depth;
    private boolean inString;
    private boolean escaped;

    JsonTexts(InputStream in) {
        this.in = in;
    }

    @Override
    public String next() throws IOException {
        while (true) {
            if (position == limit && !fill()) {
                return text.size() == 0 ? null : takeText();
            }
            if (take(buffer[position++])) {
                return takeText();
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    /** Whether this byte ends an object. */
    private boolean take(byte b) {
        if (depth == 0 && b != '{') {
            return false;
        }
        text.write(b);
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = b == '\\';
            inString = b != '"';
        } else if (b == '"') {
            inString = true;
        } else if (b == '{') {
            depth++;
        } else if (b == '}') {
            depth--;
        }
        return depth == 0;
    }

    private String takeText() {
        try {
            return text.text();
        } finally {
            text.reset();
            depth = 0;
        }
    }

    /** HTTP framing already detects a truncated reply. */
    @Override
    public boolean lastMayBeCut() {
        return false;
    }
}
