package io.baton.outside;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;

/**
 * One server-sent event as it came.
 *
 * @param id     null: none
 * @param data   its lines joined
 * @param fields the names of its fields, in order
 */
record Frame(String id, String data, List<String> fields) {
    JsonObject json() {
        try (var reader = Json.createReader(new StringReader(data))) {
            return reader.readObject();
        }
    }

    String type() {
        return json().getString("type");
    }

    /** The inner one. */
    JsonObject content() {
        return json().getJsonObject("data");
    }

    boolean isTerminal() {
        return type().equals("complete") || type().equals("error");
    }
}
