package io.baton.provider.wire;

import java.io.IOException;

/** The JSON texts of one reply: many of an event stream, one of a whole reply. */
interface Payloads {
    /**
     * Blocks until the next text; null at the end.
     *
     * @throws io.baton.model.ModelStream.Broken with {@code MALFORMED}
     */
    String next() throws IOException;

    /** Whether the last text was ended only by the end of the stream, so that it may be incomplete. */
    boolean lastMayBeCut();
}
