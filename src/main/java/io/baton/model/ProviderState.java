package io.baton.model;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * Members of a message or a tool call that its provider has sent and needs back, such as thought signatures. No other
 * provider gets them, because it may refuse what it does not know.
 *
 * @param provider null if there are no members
 */
public record ProviderState(String provider, JsonObject members) {
    public static final ProviderState NONE = new ProviderState(null, JsonValue.EMPTY_JSON_OBJECT);

    /** The members for a model; empty if they are of another provider. */
    public JsonObject membersFor(Model model) {
        return model.provider().equals(provider) ? members : JsonValue.EMPTY_JSON_OBJECT;
    }
}
