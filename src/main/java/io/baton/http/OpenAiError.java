package io.baton.http;

import io.baton.platform.Language;
import io.baton.platform.ProblemDetail;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/**
 * An error as OpenAI's clients expect it: <a
 * href="https://platform.openai.com/docs/guides/error-codes/api-errors">OpenAI's statuses and error object</a>.
 * Replaces {@link ProblemMapper} for the paths under {@code /v1}.
 *
 * @param param the offending member, or null
 * @param code  may be null
 */
public record OpenAiError(int status, String message, String type, String param, String code) {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    public static final String INVALID_REQUEST = "invalid_request_error";
    public static final String SERVER_ERROR = "server_error";
    private static final String QUOTA = "insufficient_quota";

    /** The response to a request that failed before any output. */
    public static Response toResponse(Throwable thrown, Language language) {
        var detail = ProblemMapper.detailOf(thrown, language);
        return of(detail).finish(ProblemMapper.begin(detail, language));
    }

    private Response finish(Response.ResponseBuilder response) {
        if (QUOTA.equals(code)) {
            // Clients would retry a 429 at once, which is useless here.
            response.header("x-should-retry", "false");
        }
        return response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(json().toString())
                .build();
    }

    public JsonObject json() {
        var error = JSON.createObjectBuilder().add("message", message).add("type", type);
        add(error, "param", param);
        add(error, "code", code);
        return JSON.createObjectBuilder().add("error", error).build();
    }

    private static void add(JsonObjectBuilder object, String name, String value) {
        if (value == null) {
            object.addNull(name);
        } else {
            object.add(name, value);
        }
    }

    /** As at OpenAI, an exhausted budget is a 429 and a prompt that is too long a 400. */
    private static OpenAiError of(ProblemDetail detail) {
        var param = detail.field().filter(field -> !field.equals("body")).orElse(null);
        var text = detail.detail();
        return switch (detail.status()) {
            case 400 -> new OpenAiError(400, text, INVALID_REQUEST, param, param == null ? null : "invalid_value");
            case 401 -> new OpenAiError(401, text, INVALID_REQUEST, null, "invalid_api_key");
            case 402 -> new OpenAiError(429, text, QUOTA, null, QUOTA);
            case 403 -> new OpenAiError(403, text, INVALID_REQUEST, null, "insufficient_permissions");
            case 404 ->
                new OpenAiError(404, text, INVALID_REQUEST, param, param == null ? "unknown_url" : "model_not_found");
            case 405 -> new OpenAiError(405, text, INVALID_REQUEST, null, "method_not_supported");
            case 410 -> new OpenAiError(410, text, INVALID_REQUEST, null, "answer_gone");
            case 413 ->
                param == null
                        ? new OpenAiError(413, text, INVALID_REQUEST, null, "request_too_large")
                        : new OpenAiError(400, text, INVALID_REQUEST, "messages", "context_length_exceeded");
            case 422 -> new OpenAiError(422, text, INVALID_REQUEST, null, "idempotency_key_reused");
            case 429 -> new OpenAiError(429, text, "requests", null, "rate_limit_exceeded");
            case 503 ->
                new OpenAiError(503, text, SERVER_ERROR, null, detail.code().toLowerCase(java.util.Locale.ROOT));
            default ->
                new OpenAiError(
                        detail.status(), text, detail.status() < 500 ? INVALID_REQUEST : SERVER_ERROR, null, null);
        };
    }
}
