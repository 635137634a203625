package io.baton.catalog;

import io.baton.model.Ability;
import io.baton.model.RequestForm;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the members {@code request} and {@code abilities} of a model's entry. */
final class RequestFormReader {
    private static final Set<String> KNOWN = Set.of("maxTokens", "omit", "members", "headers", "systemRole");
    private static final Set<String> NEEDED = Set.of("model", "messages", "stream");

    private RequestFormReader() {}

    static RequestForm form(Members entry) {
        if (!entry.has("request")) {
            return RequestForm.USUAL;
        }
        var form = entry.object("request");
        form.json().keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw form.invalid("request has an unknown member " + unknown);
                });
        var omitted = Set.copyOf(texts(form, "omit"));
        var members = form.has("members") ? form.object("members").json() : RequestForm.USUAL.members();
        NEEDED.forEach(name -> form.require(
                !omitted.contains(name) && !members.containsKey(name), name + " can't be omitted or replaced"));
        return new RequestForm(
                form.has("maxTokens") ? form.text("maxTokens") : RequestForm.USUAL.maxTokensName(),
                omitted,
                members,
                form.has("headers") ? headers(form) : Map.of(),
                !form.has("systemRole") || form.flag("systemRole"));
    }

    private static Map<String, String> headers(Members form) {
        var headers = form.object("headers");
        return headers.json().keySet().stream()
                .peek(name -> headers.require(name.matches("[A-Za-z0-9-]+"), name + " is no name of a header"))
                .collect(Collectors.toMap(name -> name, headers::text));
    }

    static Set<Ability> abilities(Members entry) {
        if (!entry.has("abilities")) {
            return Ability.DEFAULT;
        }
        return texts(entry, "abilities").stream()
                .map(code ->
                        Ability.of(code).orElseThrow(() -> entry.invalid("abilities must be of " + Ability.known())))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> texts(Members object, String member) {
        if (!object.has(member)) {
            return List.of();
        }
        var array = object.array(member);
        array.forEach(each -> object.require(each instanceof JsonString, member + " must contain only texts"));
        return array.getValuesAs(JsonString::getString);
    }
}
