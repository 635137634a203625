package io.baton.model;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;

/**
 * In what the requests for a model differ from the usual form.
 *
 * @param maxTokensName the member for the maximum of output tokens
 * @param omitted       members that are not sent, of the request or of its messages
 * @param members       further members; they replace those of callers
 * @param headers       further headers
 * @param systemRole    whether the model knows the role {@code system}; otherwise the first user message begins with it
 */
public record RequestForm(
        String maxTokensName,
        Set<String> omitted,
        JsonObject members,
        Map<String, String> headers,
        boolean systemRole) {
    public static final RequestForm USUAL =
            new RequestForm("max_tokens", Set.of(), JsonValue.EMPTY_JSON_OBJECT, Map.of(), true);

    public RequestForm {
        omitted = Set.copyOf(omitted);
        headers = Map.copyOf(headers);
    }
}
