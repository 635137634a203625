package io.baton.chat;

import io.baton.answer.GenerationOptions;
import io.baton.answer.NewQuestion;
import io.baton.catalog.Catalog;
import io.baton.http.JsonBody;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** Parses requests; reports the invalid member or parameter by name. */
record StreamRequest(Catalog catalog) {
    /** Parses the body of both POSTs. */
    NewQuestion ask(JsonObject json, String key) {
        var body = new JsonBody(json);
        var named = body.text("model");
        var model = model(named.orElse(null));
        var as = new GenerationOptions(
                model,
                body.wholeNumber(
                                "maxTokens",
                                1,
                                GenerationOptions.known(catalog, model).maxTokens())
                        .orElse(null),
                body.number("temperature", 0, 2).orElse(null),
                body.flag("cache").orElse(null));
        return new NewQuestion(
                conversation(body.text("conversationId").orElse(null)),
                message(body.text("message")),
                as,
                key,
                named.isPresent());
    }

    /** Parses the query parameters of the GET. */
    NewQuestion ask(String message, UUID conversationId, String model) {
        var text = message(Optional.of(Problem.requireStorable("message", message)));
        return new NewQuestion(
                conversationId, text, new GenerationOptions(model(model), null, null), null, model != null);
    }

    /** Null if absent. */
    UUID conversation(String id) {
        return id == null ? null : Ids.parse("conversationId", id);
    }

    /** The default model if none is named. */
    String model(String id) {
        return id == null
                ? catalog.defaultModel().id()
                : GenerationOptions.known(catalog, id).id();
    }

    /** {@code true} or {@code false}; true if absent. */
    static boolean totalContent(String text) {
        return switch (text) {
            case null -> true;
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.badField("totalContent", "problem.flag", "totalContent");
        };
    }

    private static String message(Optional<String> text) {
        return text.filter(message -> !message.isBlank())
                .orElseThrow(() -> Problem.badField("message", "problem.blank", "message"));
    }
}
