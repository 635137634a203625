package io.baton.model;

/** How an attempt ended; the ledger stores {@link #code()}. */
public enum Outcome {
    /** The model finished. */
    COMPLETE,
    /** The caller stopped it, or it had no readers. */
    STOPPED,
    /** No connection could be made. */
    UNREACHABLE,
    /** An HTTP status that means: not now (429, 5xx), or not with our credentials (401, 403, 404). */
    STATUS,
    /** An HTTP status that blames the request (400, 413, 422). */
    REFUSED,
    /** The provider says that the prompt exceeds the model's context window. */
    CONTEXT_TOO_LONG,
    /** No output within the time limit. */
    TOO_SLOW,
    /** Output began and then paused longer than the idle time-out. */
    STALLED,
    /** Far more output than requested, or it took far too long; cancelled. */
    TOO_LONG,
    /** The connection ended before the reply did. */
    CUT,
    /** Not a valid chat-completions stream, or a line that is too long. */
    MALFORMED,
    /** An error object within a stream of status 200. */
    IN_BAND_ERROR,
    /** The model finished without output. */
    EMPTY,
    /** The provider's content filter ended it. */
    CONTENT_FILTER,
    /** The circuit breaker was open; nothing was sent. */
    BREAKER_OPEN,
    /** All connections to the provider were in use for too long; nothing was sent. */
    POOL_EXHAUSTED,
    /** The node died during the attempt. */
    LOST;

    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
