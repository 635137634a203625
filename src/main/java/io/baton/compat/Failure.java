package io.baton.compat;

import io.baton.answer.ErrorCode;
import io.baton.http.OpenAiError;
import io.baton.platform.Language;

/**
 * The failure of an answer in OpenAI's terms.
 *
 * @param code       may be null
 * @param messageKey a key of {@code messages.properties}
 */
record Failure(int status, String type, String code, String messageKey) {
    /** @param started whether the caller has received a part of the answer */
    static Failure of(ErrorCode code, boolean started) {
        return switch (code) {
            case ALL_MODELS_FAILED ->
                server(502, "all_models_failed", started ? "problem.broke-off" : "problem.all-models-failed");
            case NO_MODEL_OPEN -> server(503, "no_model_open", "problem.no-model-open");
            case CONTENT_REFUSED ->
                new Failure(400, OpenAiError.INVALID_REQUEST, "content_filter", "error.CONTENT_REFUSED");
            case BAD_REQUEST -> new Failure(400, OpenAiError.INVALID_REQUEST, null, "problem.models-refuse");
            case CONTEXT_TOO_LONG ->
                new Failure(400, OpenAiError.INVALID_REQUEST, "context_length_exceeded", "problem.too-long-for-all");
            case RATE_LIMITED -> new Failure(429, "requests", "rate_limit_exceeded", "error.RATE_LIMITED");
            case BUDGET_EXCEEDED ->
                new Failure(429, "insufficient_quota", "insufficient_quota", "error.BUDGET_EXCEEDED");
            case LOG_LOST ->
                started
                        ? server(500, null, "problem.status.500")
                        : new Failure(410, OpenAiError.INVALID_REQUEST, "answer_gone", "problem.answer-gone");
            case NOT_FOUND, NOTHING_TO_ANSWER, NOT_STORED_YET, UNKNOWN_ERROR -> server(500, null, "problem.status.500");
        };
    }

    static Failure stopped() {
        return server(503, "stopped", "problem.stopped");
    }

    private static Failure server(int status, String code, String messageKey) {
        return new Failure(status, OpenAiError.SERVER_ERROR, code, messageKey);
    }

    OpenAiError error(Language language) {
        return new OpenAiError(status, language.text(messageKey), type, null, code);
    }
}
