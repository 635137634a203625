package io.baton.scripted;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** A value that a JSON schema allows, as a model would write it: always the same for the same schema. */
record SchemaExample(JsonObject root) {
    private static final String REFERENCE = "#/$defs/";

    static JsonValue of(JsonObject schema) {
        return new SchemaExample(schema).value(schema);
    }

    private JsonValue value(JsonObject schema) {
        if (schema.containsKey("$ref")) {
            String name = schema.getString("$ref").substring(REFERENCE.length());
            return value(root.getJsonObject("$defs").getJsonObject(name));
        }
        if (schema.containsKey("const")) {
            return schema.get("const");
        }
        if (schema.get("enum") instanceof JsonArray values) {
            return values.getFirst();
        }
        if (schema.get("anyOf") instanceof JsonArray choices) {
            return value(choices.getJsonObject(0));
        }
        return switch (type(schema)) {
            case "string" -> Json.createValue("Paris");
            case "integer" -> Json.createValue(7);
            case "number" -> Json.createValue(7.5);
            case "boolean" -> JsonValue.TRUE;
            case "array" ->
                Json.createArrayBuilder()
                        .add(value(schema.getJsonObject("items")))
                        .build();
            case "object" -> object(schema);
            default -> JsonValue.NULL;
        };
    }

    private JsonObject object(JsonObject schema) {
        var object = Json.createObjectBuilder();
        if (schema.get("properties") instanceof JsonObject properties) {
            properties.forEach((name, property) -> object.add(name, value(property.asJsonObject())));
        }
        return object.build();
    }

    private static String type(JsonObject schema) {
        JsonValue type = schema.getOrDefault("type", JsonValue.NULL);
        if (type instanceof JsonArray types) {
            return types.getString(0);
        }
        return type instanceof JsonString name ? name.getString() : "object";
    }
}
