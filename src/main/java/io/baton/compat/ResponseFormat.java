package io.baton.compat;

import io.baton.http.JsonBody;
import io.baton.platform.Problem;
import jakarta.json.JsonObject;
import java.util.Optional;

/** Validates {@code response_format}; it is sent to the model unchanged. */
final class ResponseFormat {
    private static final String TYPES = "text, json_object, json_schema";

    private ResponseFormat() {}

    static Optional<JsonObject> check(JsonBody body) {
        return body.object("response_format").map(format -> {
            switch (RequestMembers.required(format, "type")) {
                case "text", "json_object" -> {}
                case "json_schema" -> checkSchema(format);
                default -> throw Problem.badField(format.name("type"), "problem.one-of", format.name("type"), TYPES);
            }
            return format.json();
        });
    }

    private static void checkSchema(JsonBody format) {
        var schema = RequestMembers.requiredObject(format, "json_schema");
        Tools.name(schema);
        schema.text("description");
        schema.object("schema");
        schema.flag("strict");
    }
}
