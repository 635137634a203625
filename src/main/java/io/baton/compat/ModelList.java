package io.baton.compat;

import io.baton.catalog.Catalog;
import io.baton.model.Ability;
import io.baton.model.AllowedModels;
import io.baton.model.Model;
import io.baton.platform.Problem;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;

/** The models in OpenAI's format. Their creation time is unknown, so {@code created} is 0. */
final class ModelList {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private ModelList() {}

    static JsonObject all(Catalog catalog, AllowedModels allowed) {
        var data = JSON.createArrayBuilder();
        catalog.models().stream().filter(allowed::include).forEach(model -> data.add(json(model)));
        return JSON.createObjectBuilder()
                .add("object", "list")
                .add("data", data)
                .build();
    }

    /** @throws Problem 404 if the id is unknown, 403 if the caller may not ask the model */
    static JsonObject one(Catalog catalog, AllowedModels allowed, String id) {
        var model = known(catalog, id);
        if (!allowed.include(model)) {
            throw Problem.forbidden("problem.model-forbidden", model.id());
        }
        return json(model).build();
    }

    /** @throws Problem 404 if the id is unknown */
    static Model known(Catalog catalog, String id) {
        return catalog.find(id)
                .orElseThrow(() -> Problem.unknown("model", "problem.unknown-model", id, catalog.known()));
    }

    /** The last three members are those of other vendors. */
    private static JsonObjectBuilder json(Model model) {
        var abilities = JSON.createObjectBuilder();
        for (var ability : Ability.values()) {
            abilities.add(ability.code(), model.abilities().contains(ability));
        }
        return JSON.createObjectBuilder()
                .add("id", model.id())
                .add("object", "model")
                .add("created", 0)
                .add("owned_by", model.provider())
                .add("context_window", model.contextWindow())
                .add("max_completion_tokens", model.maxTokens())
                .add("capabilities", abilities);
    }
}
