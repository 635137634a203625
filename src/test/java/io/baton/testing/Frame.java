package io.baton.testing;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * One server-sent event as it came.
 *
 * @param id     null: none
 * @param data   its lines joined
 * @param fields the names of its fields, in order
 */
public record Frame(String id, String data, List<String> fields) {
    public Frame {
        fields = List.copyOf(fields);
    }

    public JsonObject json() {
        return Api.parse(data);
    }

    public String type() {
        return json().getString("type");
    }

    /** The inner one. */
    public JsonObject content() {
        return json().getJsonObject("data");
    }

    public boolean isTerminal() {
        return type().equals("complete") || type().equals("error");
    }
}
