package io.baton.outside;

import io.baton.testing.Api;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.UUID;

/**
 * An API key that a test has made.
 *
 * @param maker who made it
 */
record MadeKey(Api maker, String path, JsonObject view) {
    static final String OWN = "/api/keys";
    static final String ALL = "/api/admin/keys";

    /** Members to be added to. */
    static JsonObjectBuilder named() {
        return Json.createObjectBuilder().add("name", "Key " + UUID.randomUUID());
    }

    static MadeKey of(Api user, JsonObjectBuilder members) {
        return new MadeKey(user, OWN, user.post(OWN, members.build()).with(201).json());
    }

    static MadeKey ofService(Api admin, JsonObjectBuilder members) {
        return new MadeKey(
                admin, ALL, admin.post(ALL, members.build()).with(201).json());
    }

    String text() {
        return view.getString("key");
    }

    UUID id() {
        return UUID.fromString(view.getString("id"));
    }

    String at() {
        return path + "/" + id();
    }

    /** Whoever uses it. */
    Api api() {
        return Api.bearing(text());
    }

    void revoke() {
        maker.delete(at()).with(204);
    }
}
