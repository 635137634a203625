package io.baton.compat;

import io.baton.http.JsonBody;
import io.baton.platform.Problem;
import jakarta.json.JsonObjectBuilder;

/** Takes members of a completion request that must be there, or that are passed on as they came. */
final class RequestMembers {
    private RequestMembers() {}

    static String needed(JsonBody body, String member) {
        return body.text(member).orElseThrow(() -> missing(body, member));
    }

    static JsonBody neededObject(JsonBody body, String member) {
        return body.object(member).orElseThrow(() -> missing(body, member));
    }

    private static Problem missing(JsonBody body, String member) {
        return Problem.badField(body.name(member), "problem.needed", body.name(member));
    }

    static void pass(JsonBody body, String member, JsonObjectBuilder to) {
        to.add(member, body.json().get(member));
    }
}
