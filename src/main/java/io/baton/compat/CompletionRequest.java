package io.baton.compat;

import io.baton.catalog.Catalog;
import io.baton.http.JsonBody;
import io.baton.model.Model;
import io.baton.model.Options;
import io.baton.model.Prompt;
import io.baton.platform.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * A validated request, as defined by <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI's
 * reference</a>. {@code docs/openai.md} describes how each member is handled.
 *
 * @param cache whether the answer may be that of an identical prompt; null: the caller did not say
 * @param body  as it was sent
 */
record CompletionRequest(
        Model model, Prompt prompt, boolean stream, boolean includeUsage, Boolean cache, JsonObject body) {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final int MAX_STOPS = 4;
    private static final int MAX_METADATA = 16;
    /** Members that would change the answer and are not supported. */
    private static final List<String> REFUSED =
            List.of("audio", "functions", "function_call", "web_search_options", "moderation");

    /** @throws Problem 400 or 404 naming the invalid member */
    static CompletionRequest of(Catalog catalog, JsonObject json) {
        var body = new JsonBody(json);
        var model = ModelList.known(catalog, RequestMembers.required(body, "model"));
        var stream = body.flag("stream").orElse(false);
        refuseOthers(body);
        var prompt = new Prompt(
                ChatMessages.of(body, model, catalog),
                maxTokens(body, model),
                body.number("temperature", 0, 2).orElse(null),
                new Options(true, members(body)));
        return new CompletionRequest(
                model,
                prompt,
                stream,
                includeUsage(body, stream),
                body.flag("cache").orElse(null),
                json);
    }

    private static Integer maxTokens(JsonBody body, Model model) {
        var old = body.wholeNumber("max_tokens", 1, model.maxTokens());
        var current = body.wholeNumber("max_completion_tokens", 1, model.maxTokens());
        if (old.isPresent() && current.isPresent()) {
            throw Problem.badField("max_tokens", "problem.both", "max_tokens", "max_completion_tokens");
        }
        return current.or(() -> old).orElse(null);
    }

    private static boolean includeUsage(JsonBody body, boolean stream) {
        var options = body.object("stream_options");
        if (options.isPresent() && !stream) {
            throw Problem.badField("stream_options", "problem.only-with", "stream_options", "stream");
        }
        return options.flatMap(each -> each.flag("include_usage")).orElse(false);
    }

    /** The members that are sent to the model unchanged. */
    private static JsonObject members(JsonBody body) {
        var members = JSON.createObjectBuilder();
        body.number("top_p", 0, 1).ifPresent(value -> RequestMembers.copy(body, "top_p", members));
        body.number("frequency_penalty", -2, 2)
                .ifPresent(value -> RequestMembers.copy(body, "frequency_penalty", members));
        body.number("presence_penalty", -2, 2)
                .ifPresent(value -> RequestMembers.copy(body, "presence_penalty", members));
        body.integer("seed").ifPresent(value -> members.add("seed", value));
        body.value("stop")
                .filter(stop -> !stop.equals(JsonValue.EMPTY_JSON_ARRAY))
                .ifPresent(stop -> addStop(stop, members));
        addLogprobs(body, members);
        ResponseFormat.check(body).ifPresent(format -> members.add("response_format", format));
        Tools.add(body, members);
        return members.build();
    }

    private static void addStop(JsonValue stop, JsonObjectBuilder members) {
        var texts = stop instanceof JsonArray array ? array : List.of(stop);
        var valid = texts.stream()
                .allMatch(text ->
                        text instanceof JsonString string && !string.getString().isEmpty());
        if (!valid || texts.isEmpty() || texts.size() > MAX_STOPS) {
            throw Problem.badField("stop", "problem.stop", MAX_STOPS);
        }
        members.add("stop", stop);
    }

    private static void addLogprobs(JsonBody body, JsonObjectBuilder members) {
        var requested = body.flag("logprobs").orElse(false);
        var top = body.wholeNumber("top_logprobs", 0, 20);
        if (top.isPresent() && !requested) {
            throw Problem.badField("top_logprobs", "problem.only-with", "top_logprobs", "logprobs");
        }
        if (requested) {
            members.add("logprobs", true);
            top.ifPresent(many -> members.add("top_logprobs", many));
        }
    }

    private static void refuseOthers(JsonBody body) {
        body.wholeNumber("n", 1, 1);
        body.text("user");
        body.flag("store");
        body.object("metadata").ifPresent(CompletionRequest::checkMetadata);
        REFUSED.forEach(member -> body.value(member).ifPresent(value -> refuse(member)));
        body.object("logit_bias").filter(bias -> !bias.json().isEmpty()).ifPresent(bias -> refuse("logit_bias"));
        body.array("modalities", 2)
                .filter(kinds ->
                        !kinds.equals(JSON.createArrayBuilder().add("text").build()))
                .ifPresent(kinds -> refuse("modalities"));
    }

    private static void checkMetadata(JsonBody metadata) {
        if (metadata.json().size() > MAX_METADATA) {
            throw Problem.badField("metadata", "problem.at-most", "metadata", MAX_METADATA);
        }
        metadata.json().keySet().forEach(metadata::text);
    }

    private static void refuse(String member) {
        throw Problem.badField(member, "problem.not-supported", member);
    }
}
