package io.baton.outside;

import io.baton.testing.Api;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The calls that {@code /openapi} lists. */
final class Operations {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private Operations() {}

    /**
     * A call.
     *
     * @param path with parameters in braces
     */
    record Operation(String method, String path, JsonObject description) {
        String name() {
            return method + " " + path;
        }

        boolean isRead() {
            return method.equals("GET");
        }

        /** The body of the example; empty: it takes none. */
        Optional<JsonValue> body() {
            return Optional.ofNullable(description.getJsonObject("requestBody"))
                    .map(body -> body.getJsonObject("content"))
                    .map(content -> content.getJsonObject("application/json"))
                    .map(json -> json.get("example"));
        }
    }

    static List<Operation> all() {
        var paths = Api.nobody().get("/openapi?format=JSON").with(200).json().getJsonObject("paths");
        return paths.entrySet().stream()
                .flatMap(path -> path.getValue().asJsonObject().entrySet().stream()
                        .filter(call -> METHODS.contains(call.getKey()))
                        .map(call -> new Operation(
                                call.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                call.getValue().asJsonObject())))
                .toList();
    }
}
