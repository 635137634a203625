package io.baton.model;

/** The fixed codes that say how an attempt ended; stored in the ledger by {@link #code()}. */
public enum Outcome {
    /** The model ended by itself. */
    COMPLETE,
    /** The caller stopped it, or nobody read any more. */
    STOPPED,
    /** No connection could be made. */
    UNREACHABLE,
    /** An HTTP status that says: not now (429, 5xx) or not with our credentials (401, 403, 404). */
    STATUS,
    /** An HTTP status that blames the request (400, 413, 422). */
    REFUSED,
    /** No output within the limit. */
    TOO_SLOW,
    /** Output began and then paused longer than the idle time-out. */
    STALLED,
    /** It said far more than it was asked for, or took far longer, and was hung up on. */
    TOO_LONG,
    /** The connection ended before the model did. */
    CUT,
    /** Bytes that are no chat-completions stream, or a line beyond the bound. */
    MALFORMED,
    /** An error object inside a stream that had begun with 200. */
    IN_BAND_ERROR,
    /** The model ended without a word. */
    EMPTY,
    /** The provider's content filter ended it. */
    CONTENT_FILTER,
    /** The breaker did not let it through; nothing was sent. */
    BREAKER_OPEN,
    /** The node died while it ran. */
    LOST;

    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
