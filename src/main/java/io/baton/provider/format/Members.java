package io.baton.provider.format;

import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Reads members of a provider's JSON. */
final class Members {
    private Members() {}

    /**
     * Empty if the member is absent or null.
     *
     * @throws ModelStream.Broken if it is of another type
     */
    static String text(JsonObject object, String member) {
        var value = object.get(member);
        if (isNull(value)) {
            return "";
        }
        return value instanceof JsonString string ? string.getString() : malformed(member + " that is not a string");
    }

    /** Empty if the member is absent or of another type. */
    static String textOrNothing(JsonObject object, String member) {
        return object.get(member) instanceof JsonString string ? string.getString() : "";
    }

    /** An empty object if the member is absent or of another type. */
    static JsonObject object(JsonObject object, String member) {
        return object.get(member) instanceof JsonObject value ? value : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** An empty array if the member is absent or of another type. */
    static JsonArray array(JsonObject object, String member) {
        return object.get(member) instanceof JsonArray value ? value : JsonValue.EMPTY_JSON_ARRAY;
    }

    static boolean isNull(JsonValue value) {
        return value == null || value.getValueType() == JsonValue.ValueType.NULL;
    }

    static <T> T malformed(String what) {
        throw new ModelStream.Broken(Outcome.MALFORMED, what);
    }
}
