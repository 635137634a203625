package io.baton.provider.wire;

import java.io.IOException;

/** The JSON texts of one reply, in order: many of an event stream, one of a whole reply. */
interface Payloads {
    /**
     * Blocks until there is one; null at the end.
     *
     * @throws io.baton.model.ModelStream.Broken with {@code MALFORMED}
     */
    String next() throws IOException;

    /** Whether the one given last was ended only by the end of the bytes, so that a part of it may be missing. */
    boolean lastMayBeCut();
}
