package io.baton.compat;

import io.baton.http.JsonBody;
import io.baton.platform.Problem;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Validates {@code tools} and related members; they are sent to the model unchanged. */
final class Tools {
    private static final int MAX_TOOLS = 128;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final String CHOICES = "none, auto, required, a function of tools";

    private Tools() {}

    static void add(JsonBody body, JsonObjectBuilder members) {
        var tools = RequestMembers.objects(body, "tools", MAX_TOOLS);
        var names = new HashSet<String>();
        tools.forEach(tool -> check(tool, names));
        for (var member : List.of("tool_choice", "parallel_tool_calls")) {
            if (tools.isEmpty() && body.value(member).isPresent() && !isNone(body, member)) {
                throw Problem.badField(member, "problem.only-with", member, "tools");
            }
        }
        body.flag("parallel_tool_calls");
        checkChoice(body, names);
        if (!tools.isEmpty()) {
            List.of("tools", "tool_choice", "parallel_tool_calls").stream()
                    .filter(member -> body.value(member).isPresent())
                    .forEach(member -> RequestMembers.copy(body, member, members));
        }
    }

    private static boolean isNone(JsonBody body, String member) {
        return body.value(member).orElseThrow() instanceof JsonString text
                && text.getString().equals("none");
    }

    private static void check(JsonBody tool, Set<String> names) {
        requireFunction(tool);
        var function = RequestMembers.requiredObject(tool, "function");
        if (!names.add(name(function))) {
            throw Problem.badField(function.name("name"), "problem.twice", function.name("name"));
        }
        function.text("description");
        function.object("parameters");
        function.flag("strict");
    }

    static void requireFunction(JsonBody object) {
        if (!RequestMembers.required(object, "type").equals("function")) {
            throw Problem.badField(object.name("type"), "problem.one-of", object.name("type"), "function");
        }
    }

    static String name(JsonBody object) {
        var name = RequestMembers.required(object, "name");
        if (!NAME.matcher(name).matches()) {
            throw Problem.badField(object.name("name"), "problem.name", object.name("name"));
        }
        return name;
    }

    private static void checkChoice(JsonBody body, Set<String> names) {
        body.value("tool_choice").ifPresent(choice -> {
            var known = switch (choice) {
                case JsonString text -> Set.of("none", "auto", "required").contains(text.getString());
                case JsonObject function ->
                    names.contains(chosen(body.object("tool_choice").orElseThrow()));
                default -> false;
            };
            if (!known) {
                throw Problem.badField("tool_choice", "problem.one-of", "tool_choice", CHOICES);
            }
        });
    }

    private static String chosen(JsonBody choice) {
        requireFunction(choice);
        return name(RequestMembers.requiredObject(choice, "function"));
    }
}
