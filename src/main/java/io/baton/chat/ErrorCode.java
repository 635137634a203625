package io.baton.chat;

import io.baton.platform.Problem;

/** The fixed codes of error frames, each with its words for the reader. */
enum ErrorCode {
    ALL_MODELS_FAILED("No model could answer. What was said so far is kept; please try again."),
    NO_MODEL_OPEN("Every model has as many requests as it can bear. Please try again soon."),
    BAD_REQUEST("The request can't be understood."),
    NOT_FOUND("There is no such conversation or answer."),
    CONTEXT_TOO_LONG("The question is too long for the models that are open."),
    CONTENT_REFUSED("The models refuse to answer this."),
    BUDGET_EXCEEDED("The budget is used up."),
    RATE_LIMITED("Too many questions at once. Please try again soon."),
    NOTHING_TO_ANSWER("There is no question to answer."),
    NOT_STORED_YET("The answer is whole but could not be stored yet; it will be."),
    LOG_LOST("This part of the answer is no longer at hand. Please reload the conversation."),
    UNKNOWN_ERROR("Something went wrong here.");

    private final String message;

    ErrorCode(String message) {
        this.message = message;
    }

    String message() {
        return message;
    }

    static ErrorCode of(Problem.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST, UNSUPPORTED_MEDIA_TYPE, KEY_REUSED -> BAD_REQUEST;
            case BUDGET_EXCEEDED -> BUDGET_EXCEEDED;
            case NOT_FOUND -> NOT_FOUND;
            case NOTHING_TO_ANSWER -> NOTHING_TO_ANSWER;
            case CONTEXT_TOO_LONG -> CONTEXT_TOO_LONG;
            case RATE_LIMITED -> RATE_LIMITED;
            case NO_MODEL_OPEN -> NO_MODEL_OPEN;
            case NOT_SIGNED_IN, FORBIDDEN -> UNKNOWN_ERROR;
        };
    }
}
