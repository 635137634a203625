package io.baton.answer;

import io.baton.platform.Language;
import io.baton.platform.Problem;

/** The codes of error frames. They never change; {@code messages.properties} has the text of each. */
public enum ErrorCode {
    ALL_MODELS_FAILED,
    NO_MODEL_OPEN,
    BAD_REQUEST,
    NOT_FOUND,
    CONTEXT_TOO_LONG,
    CONTENT_REFUSED,
    BUDGET_EXCEEDED,
    RATE_LIMITED,
    NOTHING_TO_ANSWER,
    NOT_STORED_YET,
    LOG_LOST,
    UNKNOWN_ERROR;

    /** The text for the reader. */
    public String message(Language language) {
        return language.text("error." + name());
    }

    public static ErrorCode of(Problem.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST, UNSUPPORTED_MEDIA_TYPE, KEY_REUSED, VERSION_CONFLICT, VERSION_REQUIRED -> BAD_REQUEST;
            case BUDGET_EXCEEDED -> BUDGET_EXCEEDED;
            case NOT_FOUND -> NOT_FOUND;
            case NOTHING_TO_ANSWER -> NOTHING_TO_ANSWER;
            case GONE -> LOG_LOST;
            case CONTEXT_TOO_LONG -> CONTEXT_TOO_LONG;
            case RATE_LIMITED -> RATE_LIMITED;
            case NO_MODEL_OPEN -> NO_MODEL_OPEN;
            case NOT_SIGNED_IN, FORBIDDEN, DRAINING, UNAVAILABLE -> UNKNOWN_ERROR;
        };
    }
}
