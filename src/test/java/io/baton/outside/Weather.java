package io.baton.outside;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.StringReader;

/** A tool to be called. */
final class Weather {
    static final JsonArray TOOLS = tools();

    private Weather() {}

    private static JsonArray tools() {
        try (var reader = Json.createReader(new StringReader("""
                [{"type": "function", "function": {"name": "weather", "description": "The weather of a city",
                  "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]
                """))) {
            return reader.readArray();
        }
    }
}
