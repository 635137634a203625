package io.baton.scripted;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a tool call, which is one token of the answer.
 *
 * @param id        null after the first piece of its call, as is the name
 * @param arguments a few characters of them; empty in the first piece
 */
record Fragment(int index, String id, String name, String arguments) {
    private static final int CHARACTERS = 4;

    /** Those of all calls that the question is answered with; empty: it is answered with text. */
    static List<Fragment> of(Question question, Script script) {
        List<JsonObject> functions = question.functions();
        int calls = script.number(Setting.CALLS, isForced(question.toolChoice()) ? 1 : 0);
        if (functions.isEmpty() || question.lastRole().equals("tool") || isForbidden(question.toolChoice())) {
            return List.of();
        }
        List<Fragment> fragments = new ArrayList<>();
        for (int index = 0; index < calls; index++) {
            JsonObject function = question.toolChoice() instanceof JsonObject chosen
                    ? named(functions, chosen)
                    : functions.get(index % functions.size());
            String name = function.getString("name");
            fragments.add(new Fragment(index, "call_" + index + "_" + name, name, ""));
            addArguments(fragments, index, arguments(function));
        }
        return List.copyOf(fragments);
    }

    private static boolean isForced(JsonValue choice) {
        return choice instanceof JsonObject
                || choice instanceof JsonString word && word.getString().equals("required");
    }

    private static boolean isForbidden(JsonValue choice) {
        return choice instanceof JsonString word && word.getString().equals("none");
    }

    private static JsonObject named(List<JsonObject> functions, JsonObject choice) {
        String wanted = choice.getJsonObject("function").getString("name");
        return functions.stream()
                .filter(function -> function.getString("name").equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("tool_choice is none of tools"));
    }

    private static String arguments(JsonObject function) {
        return function.get("parameters") instanceof JsonObject schema
                ? SchemaExample.of(schema).toString()
                : "{}";
    }

    private static void addArguments(List<Fragment> fragments, int index, String arguments) {
        for (String piece : pieces(arguments)) {
            fragments.add(new Fragment(index, null, null, piece));
        }
    }

    /** A text in pieces of a few characters. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += CHARACTERS) {
            pieces.add(text.substring(from, Math.min(text.length(), from + CHARACTERS)));
        }
        return pieces;
    }

    JsonObject json() {
        var call = Json.createObjectBuilder().add("index", index);
        var function = Json.createObjectBuilder().add("arguments", arguments);
        if (id != null) {
            call.add("id", id).add("type", "function");
            function.add("name", name);
        }
        return call.add("function", function).build();
    }

    /** Whole calls, as a reply in one piece has them. */
    static JsonValue whole(List<Fragment> fragments) {
        var calls = Json.createArrayBuilder();
        for (Fragment first : fragments) {
            if (first.id() != null) {
                var arguments = new StringBuilder();
                fragments.stream()
                        .filter(each -> each.index() == first.index())
                        .forEach(each -> arguments.append(each.arguments()));
                calls.add(Json.createObjectBuilder()
                        .add("id", first.id())
                        .add("type", "function")
                        .add(
                                "function",
                                Json.createObjectBuilder()
                                        .add("name", first.name())
                                        .add("arguments", arguments.toString())));
            }
        }
        return calls.build();
    }
}
