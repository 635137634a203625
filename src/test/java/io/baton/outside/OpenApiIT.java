package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.baton.testing.Api;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code /openapi} says is what there is. */
class OpenApiIT {
    private static final Set<String> NOT_TOLD = Set.of("Authorization");
    /** Not of JAX-RS. */
    private static final List<String> SERVLETS =
            List.of("POST /v1/chat/completions", "GET /v1/models", "GET /v1/models/{id}", "GET /.well-known/jwks.json");

    private static final Map<String, Method> CALLS = calls();

    private final JsonObject document =
            Api.nobody().get("/openapi?format=JSON").with(200).json();

    @Test
    void everyCallIsThereAndNoOther() {
        var there = new TreeSet<>(CALLS.keySet());
        there.addAll(SERVLETS);
        assertEquals(there, operations().keySet());
    }

    @Test
    void everyCallHasItsParameters() {
        CALLS.forEach((call, method) ->
                assertEquals(parameters(method), named(operations().get(call)), call));
    }

    @Test
    void whatRecordsBecomeHasTheirMembers() {
        CALLS.forEach((call, method) -> record(method.getGenericReturnType()).ifPresent(type -> {
            var schema = schemaOf(operations().get(call));
            var items = schema.get("items") instanceof JsonObject each ? each : schema;
            assertMembers(type, items, call);
        }));
    }

    private void assertMembers(Class<?> type, JsonObject reference, String where) {
        var schema = resolved(reference);
        var members = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(members, new TreeSet<>(schema.getJsonObject("properties").keySet()), where + ": " + type);
        for (var component : type.getRecordComponents()) {
            var property = schema.getJsonObject("properties").getJsonObject(component.getName());
            var items = property.get("items") instanceof JsonObject each ? each : property;
            record(component.getGenericType()).ifPresent(inner -> assertMembers(inner, items, where));
        }
    }

    @Test
    void everyCallSaysWhatItDoesAndHowItIsRefused() {
        operations().forEach((call, operation) -> {
            assertTrue(operation.getString("summary").length() > 3, call);
            if (JsonArray.EMPTY_JSON_ARRAY.equals(operation.get("security"))) {
                return; // for anybody
            }
            var refused = resolved(operation.getJsonObject("responses").getJsonObject("401"));
            var form = call.contains(" /v1/") ? "application/json" : "application/problem+json";
            assertTrue(refused.getJsonObject("content").getJsonObject(form).containsKey("example"), call);
        });
    }

    @Test
    void everyBodyHasAnExample() {
        operations().forEach((call, operation) -> {
            var all = Stream.concat(
                            Stream.ofNullable(operation.getJsonObject("requestBody")),
                            operation.getJsonObject("responses").values().stream()
                                    .map(each -> resolved(each.asJsonObject())))
                    .flatMap(body -> Stream.ofNullable(body.getJsonObject("content")))
                    .flatMap(content -> content.values().stream())
                    .toList();
            all.forEach(body -> assertTrue(body.asJsonObject().containsKey("example"), call + " " + body));
        });
    }

    private JsonObject resolved(JsonObject object) {
        if (!object.containsKey("$ref")) {
            return object;
        }
        var found = document;
        for (var step : object.getString("$ref").substring("#/".length()).split("/")) {
            found = found.getJsonObject(step);
        }
        return found;
    }

    private static JsonObject schemaOf(JsonObject operation) {
        return operation
                .getJsonObject("responses")
                .getJsonObject("200")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
    }

    private Map<String, JsonObject> operations() {
        var operations = new TreeMap<String, JsonObject>();
        document.getJsonObject("paths")
                .forEach((path, item) -> item.asJsonObject()
                        .forEach((method, operation) ->
                                operations.put(method.toUpperCase() + " " + path, operation.asJsonObject())));
        return operations;
    }

    private static Set<String> named(JsonObject operation) {
        var parameters =
                operation.containsKey("parameters") ? operation.getJsonArray("parameters") : JsonArray.EMPTY_JSON_ARRAY;
        return parameters.getValuesAs(JsonObject.class).stream()
                .map(parameter -> parameter.getString("in") + " " + parameter.getString("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> parameters(Method method) {
        return Arrays.stream(method.getParameterAnnotations())
                .flatMap(Arrays::stream)
                .flatMap(OpenApiIT::parameter)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> parameter(Annotation annotation) {
        return switch (annotation) {
            case PathParam path -> Stream.of("path " + path.value());
            case QueryParam query -> Stream.of("query " + query.value());
            case HeaderParam header when !NOT_TOLD.contains(header.value()) -> Stream.of("header " + header.value());
            default -> Stream.empty();
        };
    }

    /** All methods of all resources, by what calls them. */
    private static Map<String, Method> calls() {
        var calls = new TreeMap<String, Method>();
        for (JavaClass each : new ClassFileImporter(List.of(new DoNotIncludeTests())).importPackages("io.baton")) {
            if (each.isAnnotatedWith(Path.class)) {
                var resource = each.reflect();
                for (var method : resource.getDeclaredMethods()) {
                    httpMethod(method).ifPresent(http -> calls.put(http + " " + path(resource, method), method));
                }
            }
        }
        return calls;
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(found -> found != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(Class<?> resource, Method method) {
        var rest = method.isAnnotationPresent(Path.class)
                ? "/" + method.getAnnotation(Path.class).value()
                : "";
        return "/api/" + resource.getAnnotation(Path.class).value() + rest;
    }

    /** The record that it is, or that it is a list of. */
    private static Optional<Class<?>> record(Type type) {
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class -> record(list.getActualTypeArguments()[0]);
            case Class<?> found when found.isRecord() -> Optional.of(found);
            default -> Optional.empty();
        };
    }
}
