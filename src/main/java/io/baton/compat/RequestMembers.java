package io.baton.compat;

import io.baton.http.JsonBody;
import io.baton.platform.Problem;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;

/** Reads required members of a completion request, and copies members unchanged. */
final class RequestMembers {
    private RequestMembers() {}

    static String required(JsonBody body, String member) {
        return body.text(member).orElseThrow(() -> missing(body, member));
    }

    static JsonBody requiredObject(JsonBody body, String member) {
        return body.object(member).orElseThrow(() -> missing(body, member));
    }

    /** An array of objects; empty if absent. */
    static List<JsonBody> objects(JsonBody body, String member, int most) {
        return body.value(member).filter(JsonValue.EMPTY_JSON_ARRAY::equals).isPresent()
                ? List.of()
                : body.objects(member, most).orElse(List.of());
    }

    private static Problem missing(JsonBody body, String member) {
        return Problem.badField(body.name(member), "problem.needed", body.name(member));
    }

    static void copy(JsonBody body, String member, JsonObjectBuilder to) {
        to.add(member, body.json().get(member));
    }
}
