package io.baton.http;

import io.baton.platform.Problem;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads a body that must be exactly one JSON object. The server's own reader fails with a 500 on an array, and ignores
 * what follows the object.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class JsonObjectReader implements MessageBodyReader<JsonObject> {
    // Cached, because Json.createParser looks up the implementation on every call.
    private static final JsonParserFactory JSON = Json.createParserFactory(Map.of());

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == JsonObject.class;
    }

    @Override
    public JsonObject readFrom(
            Class<JsonObject> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        return read(body);
    }

    /** @throws Problem or {@link jakarta.json.stream.JsonParsingException} if the body is anything else */
    public static JsonObject read(InputStream body) {
        try (var parser = JSON.createParser(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            if (!parser.hasNext() || parser.next() != JsonParser.Event.START_OBJECT) {
                throw notAnObject();
            }
            var object = parser.getObject();
            if (parser.hasNext()) {
                throw notAnObject();
            }
            return object;
        } catch (ArithmeticException | NumberFormatException | UnsupportedOperationException unbounded) {
            throw Problem.badField("body", "problem.number-size");
        }
    }

    private static Problem notAnObject() {
        return Problem.badField("body", "problem.object");
    }
}
