package io.baton.outside;

import io.baton.testing.Api;
import io.baton.testing.Reply;
import jakarta.json.JsonObject;

/** What a node says about its own health. */
record Health(String url) {
    int readiness() {
        return ready().status();
    }

    int liveness() {
        return Api.nobody().at(url).get("/health/live").status();
    }

    /** What one of the checks of readiness says. */
    JsonObject check(String name) {
        return ready().json().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check " + name));
    }

    /** Why something is degraded or down; empty: it is well. */
    String reason(String check) {
        var data = check(check).getJsonObject("data");
        return data == null ? "" : data.getString("reason", "");
    }

    private Reply ready() {
        return Api.nobody().at(url).get("/health/ready");
    }
}
