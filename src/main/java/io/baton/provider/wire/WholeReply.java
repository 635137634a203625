package io.baton.provider.wire;

import java.io.IOException;
import java.io.InputStream;

/** The reply of a provider that does not stream: one JSON text. */
final class WholeReply implements Payloads {
    private final InputStream in;
    private boolean done;

    WholeReply(InputStream in) {
        this.in = in;
    }

    @Override
    public String next() throws IOException {
        if (done) {
            return null;
        }
        done = true;
        var body = new BoundedBuffer();
        in.transferTo(body);
        return body.text();
    }

    /** HTTP framing already detects a truncated reply. */
    @Override
    public boolean lastMayBeCut() {
        return false;
    }
}
