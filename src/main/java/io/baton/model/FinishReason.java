package io.baton.model;

import java.util.Locale;

/** Why a model ended, as callers see it. */
public enum FinishReason {
    /** It had said all, or a stop sequence came. */
    STOP,
    /** It reached the maximum number of tokens. */
    LENGTH,
    /** It waits for the results of its tool calls. */
    TOOL_CALLS,
    /** A content filter ended it. */
    CONTENT_FILTER;

    /** The word of the chat-completions format. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
