package io.baton.provider.format;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Set;

/**
 * What an error response says about a request, in lower case. Members that repeat the request ({@code input}, {@code
 * body}, {@code ctx}) are not read.
 *
 * @param names names and codes, which only the provider writes
 * @param prose sentences, which may quote the caller's text
 */
public record ErrorWords(String names, String prose) {
    private static final Set<String> NESTED = Set.of("error", "errors", "detail", "details", "loc");
    private static final Set<String> NAMES = Set.of("code", "type", "param", "field", "loc");
    private static final Set<String> PROSE = Set.of("message", "msg", "error", "detail");

    public static ErrorWords of(JsonObject error) {
        var names = new StringBuilder();
        var prose = new StringBuilder();
        collect("error", error, names, prose);
        return new ErrorWords(lower(names), lower(prose));
    }

    private static void collect(String member, JsonValue value, StringBuilder names, StringBuilder prose) {
        switch (value) {
            case JsonString text
            when NAMES.contains(member) -> names.append(text.getString()).append('\n');
            case JsonString text
            when PROSE.contains(member) -> prose.append(text.getString()).append('\n');
            case JsonObject object
            when NESTED.contains(member) -> object.forEach((name, inner) -> collect(name, inner, names, prose));
            case JsonArray array
            when NESTED.contains(member) -> array.forEach(inner -> collect(member, inner, names, prose));
            default -> {}
        }
    }

    private static String lower(CharSequence text) {
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
