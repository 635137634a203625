package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenAI's interface, byte by byte. */
class CompletionsIT {
    private final Api user = Api.somebody();

    @AfterEach
    void allIsWellAgain() {
        Providers.scripted().resetScripts();
    }

    @Test
    void aWholeCompletionHasWhatTheReferenceSays() {
        var answer = Completion.of(user, Completion.asking(Providers.quick(5)));
        var json = answer.reply().with(200).json();
        assertTrue(json.getString("id").matches("chatcmpl-[0-9a-f]{32}"), json.getString("id"));
        assertEquals("chat.completion", json.getString("object"));
        assertTrue(json.getInt("created") > 1_700_000_000);
        assertEquals("qwen2.5", json.getString("model"));
        assertEquals("qwen2.5", answer.reply().header("x-baton-model"));
        assertEquals("assistant", answer.message().getString("role"));
        assertEquals(Providers.numbered(5), answer.message().getString("content"));
        assertEquals("stop", Completion.choices(json).getJsonObject(0).getString("finish_reason"));
        assertEquals(5, json.getJsonObject("usage").getInt("completion_tokens"));
        assertEquals(
                json.getJsonObject("usage").getInt("prompt_tokens") + 5,
                json.getJsonObject("usage").getInt("total_tokens"));
    }

    @Test
    void aStreamHasRoleWordsReasonAndEnd() {
        var answer = Completion.streamed(user, Completion.asking(Providers.quick(7)));
        assertEquals(Providers.numbered(7), answer.said("content"));
        assertEquals("assistant", answer.said("role"));
        assertEquals("stop", answer.finishReason());
        assertEquals("[DONE]", answer.data().getLast());
        assertEquals("qwen2.5", answer.reply().header("x-baton-model"));
        for (var chunk : answer.chunks()) {
            assertEquals("chat.completion.chunk", chunk.getString("object"));
            assertEquals(answer.chunks().getFirst().getString("id"), chunk.getString("id"));
            assertFalse(chunk.containsKey("usage"));
        }
    }

    @Test
    void usageComesLastWhereItIsAskedFor() {
        var options = Json.createObjectBuilder().add("include_usage", true);
        var answer =
                Completion.streamed(user, Completion.asking(Providers.quick(3)).add("stream_options", options));
        var last = answer.chunks().getLast();
        assertEquals(List.of(), Completion.choices(last));
        assertEquals(3, last.getJsonObject("usage").getInt("completion_tokens"));
        assertTrue(answer.chunks().stream().allMatch(chunk -> chunk.containsKey("usage")));
    }

    @Test
    void anAnswerIsInTheBooksAndInNoConversation() {
        var answer = Completion.of(user, Completion.asking(Providers.quick(4)));
        var attempts = Database.attempts(answer.answerId());
        assertEquals(1, attempts.size());
        assertEquals(4, attempts.getFirst().output());
        assertEquals("measured", attempts.getFirst().source());
        assertEquals(true, attempts.getFirst().endedAnswer());
        assertEquals(0, Database.count("hold where answer_id = ?", answer.answerId()));
        assertEquals(
                "done",
                Database.row("select state from answer where id = ?", answer.answerId())
                        .get("state"));
        assertEquals(0, Database.count("conversation where user_id = ?", user.userId()));
        user.get("/api/chat/answers/" + answer.answerId() + "/events").problem(404);
        user.delete("/api/chat/answers/" + answer.answerId()).problem(404);
    }

    @Test
    void whatTheProviderMustKnowReachesItAndNothingElseDoes() {
        var question = Providers.quick(1);
        var wanted = Json.createObjectBuilder()
                .add("top_p", 0.5)
                .add("stop", Json.createArrayBuilder().add("END"))
                .add("seed", 42)
                .add("presence_penalty", 0.25)
                .add("frequency_penalty", -0.25)
                .add("logprobs", true)
                .add("top_logprobs", 2)
                .build();
        var request = Completion.asking(question)
                .addAll(Json.createObjectBuilder(wanted))
                .add("temperature", 0.1)
                .add("max_completion_tokens", 9)
                .add("user", "somebody")
                .add("metadata", Json.createObjectBuilder().add("a", "b"))
                .add("n", 1)
                .add("unheard_of", true);
        Completion.of(user, request).reply().with(200);
        var seen = Providers.saw(question).getFirst();
        var members = Api.parse(seen.members());
        wanted.forEach((name, value) -> assertEquals(value, members.get(name), name));
        assertEquals(9, seen.maxTokens());
        assertEquals(0.1, seen.temperature());
        assertEquals(
                Set.of("model", "max_tokens", "temperature", "stream", "stream_options"),
                members.keySet().stream()
                        .filter(name -> !wanted.containsKey(name))
                        .collect(java.util.stream.Collectors.toSet()));
        assertEquals(1, seen.messages(), "no system prompt of ours");
    }

    @Test
    void reasoningAndProbabilitiesArePassedOn() {
        var question = Providers.question("tokens=3 first=0 delay=0 reasoning=2");
        var whole = Completion.of(user, Completion.asking(question).add("logprobs", true));
        assertEquals("r1 r2 ", whole.message().getString("reasoning_content"));
        assertEquals(Providers.numbered(3), whole.message().getString("content"));
        var weighed = Completion.choices(whole.reply().json())
                .getJsonObject(0)
                .getJsonObject("logprobs")
                .getJsonArray("content")
                .getValuesAs(JsonObject.class);
        assertEquals(
                List.of("t1 ", "t2 ", "t3 "),
                weighed.stream().map(token -> token.getString("token")).toList());

        var streamed = Completion.streamed(user, Completion.asking(question).add("logprobs", true));
        assertEquals("r1 r2 ", streamed.said("reasoning_content"));
        var tokens = streamed.chunks().stream()
                .map(chunk -> Completion.choices(chunk).getJsonObject(0).get("logprobs"))
                .filter(JsonObject.class::isInstance)
                .map(each -> each.asJsonObject()
                        .getJsonArray("content")
                        .getJsonObject(0)
                        .getString("token"))
                .toList();
        assertEquals(List.of("t1 ", "t2 ", "t3 "), tokens);
    }

    @Test
    void failoverBeforeTheFirstWordIsInvisible() {
        var question = Providers.question("tokens=4 first=0 delay=0") + " [[qwen:fault=status:500]]";
        var answer = Completion.streamed(user, Completion.asking(question));
        assertEquals(Providers.numbered(4), answer.said("content"));
        assertEquals("gemma-3", answer.reply().header("x-baton-model"));
        assertEquals("stop", answer.finishReason());
        var attempts = Database.attempts(answer.answerId());
        assertEquals(
                List.of("status", "complete"),
                attempts.stream().map(Database.Attempt::outcome).toList());
    }

    @Test
    void anotherModelGoesOnInMidAnswer() {
        var question = Providers.question("tokens=20 first=0 delay=0") + " [[qwen:fault=reset at=8]]";
        var answer = Completion.streamed(user, Completion.asking(question));
        assertEquals(Providers.numbered(20), answer.said("content"));
        assertEquals("stop", answer.finishReason());
        var models = answer.chunks().stream()
                .map(chunk -> chunk.getString("model"))
                .distinct()
                .toList();
        assertEquals(List.of("qwen2.5", "gemma-3"), models);
        var whole = Completion.of(user, Completion.asking(question));
        assertEquals(Providers.numbered(20), whole.message().getString("content"));
        assertEquals("qwen2.5, gemma-3", whole.reply().header("x-baton-model"));
    }

    @Test
    void whereNobodyCanAnswerThereIsAStatus() {
        var question = Providers.question("fault=status:500");
        for (var stream : List.of(true, false)) {
            var error = Completion.of(user, Completion.asking(question).add("stream", stream))
                    .error(502);
            assertEquals("server_error", error.getString("type"));
        }
    }

    @Test
    void whatEveryModelRefusesIsTheCallersFault() {
        var error = Completion.of(user, Completion.asking(Providers.question("fault=status:400")))
                .error(400);
        assertEquals("invalid_request_error", error.getString("type"));
    }

    @Test
    void nobodyGoesOnWithinJson() {
        var format = Json.createObjectBuilder().add("type", "json_object");
        var question = Providers.question("first=0 delay=0") + " [[qwen:fault=reset at=2]]";
        var answer = Completion.streamed(user, Completion.asking(question).add("response_format", format));
        assertEquals("{\"answer", answer.said("content"));
        assertTrue(
                answer.chunks().getLast().containsKey("error"), answer.reply().body());
        assertEquals(List.of("qwen"), vendors(question));
        format.add("type", "json_object");
        var whole = Completion.of(user, Completion.asking(question).add("response_format", format));
        assertEquals("all_models_failed", whole.error(502).getString("code"));
    }

    @Test
    void nobodyGoesOnAfterAToolCall() {
        var question = Providers.question("first=0 delay=0 calls=1") + " [[qwen:fault=reset at=2]]";
        var answer = Completion.streamed(user, Completion.asking(question).add("tools", Weather.TOOLS));
        assertTrue(
                answer.chunks().getLast().containsKey("error"), answer.reply().body());
        assertEquals(List.of("qwen"), vendors(question));
        var early = Providers.question("first=0 delay=0 calls=1") + " [[qwen:fault=reset at=0]]";
        var other = Completion.streamed(user, Completion.asking(early).add("tools", Weather.TOOLS));
        assertEquals("tool_calls", other.finishReason());
        assertEquals(List.of("qwen", "gemma"), vendors(early));
    }

    @Test
    void toolCallsComeInPiecesOrWhole() {
        var question = Providers.question("first=0 delay=0 calls=2");
        var answer = Completion.streamed(user, Completion.asking(question).add("tools", Weather.TOOLS));
        assertEquals("tool_calls", answer.finishReason());
        var first = answer.chunks().stream()
                .map(chunk -> Completion.choices(chunk).getJsonObject(0).getJsonObject("delta"))
                .filter(delta -> delta.containsKey("tool_calls"))
                .map(delta -> delta.getJsonArray("tool_calls").getJsonObject(0))
                .filter(call -> call.containsKey("id"))
                .toList();
        assertEquals(2, first.size());
        assertEquals("weather", first.getFirst().getJsonObject("function").getString("name"));
        var whole = Completion.of(user, Completion.asking(question).add("tools", Weather.TOOLS));
        assertTrue(whole.message().isNull("content"));
        var calls = whole.message().getJsonArray("tool_calls").getValuesAs(JsonObject.class);
        assertEquals(2, calls.size());
        assertEquals(
                "{\"city\":\"Paris\"}",
                calls.getFirst().getJsonObject("function").getString("arguments"));
    }

    @Test
    void theFirstWordGoesOutWithoutWaitingForTheSecond() {
        var question = Providers.question("tokens=2 first=50 delay=800");
        try (var stream = user.open(
                Completion.PATH, Completion.asking(question).add("stream", true).build())) {
            stream.until(frame -> frame.data().contains("\"content\":\"t1 \""));
            assertEquals(1, Providers.saw(question).getFirst().textTokens());
        }
    }

    @Test
    void whoeverHangsUpStopsTheAnswer() {
        var question = Providers.question("tokens=2000 first=0 delay=10");
        try (var stream = user.open(
                Completion.PATH, Completion.asking(question).add("stream", true).build())) {
            var chunk = stream.until(frame -> frame.data().contains("t3 ")).last();
            assertTrue(chunk.data().contains("chat.completion.chunk"));
        }
        var seen = Await.until(
                "the provider is hung up on",
                () -> Providers.saw(question).getFirst(),
                request -> request.outcome() == SeenRequest.Outcome.HUNG_UP);
        assertTrue(seen.textTokens() < 150, seen.textTokens() + " tokens: sooner than what nobody reads is stopped");
        var rows = Await.until(
                "it is booked",
                () -> Database.rows(
                        "select state from answer where user_id = ? and ended_at is not null", user.userId()),
                found -> !found.isEmpty());
        assertEquals(List.of(Map.of("state", "stopped")), rows);
    }

    @Test
    void theModelsAreListed() {
        var all = user.get("/v1/models").with(200).json();
        assertEquals("list", all.getString("object"));
        var ids = all.getJsonArray("data").getValuesAs(JsonObject.class).stream()
                .map(model -> model.getString("id"))
                .toList();
        assertEquals(List.of("qwen2.5", "gemma-3", "gpt-4"), ids);
        var one = user.get("/v1/models/gemma-3").with(200).json();
        assertEquals("model", one.getString("object"));
        assertEquals("gemma", one.getString("owned_by"));
        var none = new Completion(user.get("/v1/models/gpt-9")).error(404);
        assertEquals("model_not_found", none.getString("code"));
    }

    @Test
    void theClientMayCallFromAPageOfAnAllowedOrigin() {
        var page = Api.nobody().with("Origin", "https://blog.example");
        var preflight = page.with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization,content-type,x-stainless-os")
                .send("OPTIONS", Completion.PATH, null);
        assertEquals("https://blog.example", preflight.header("Access-Control-Allow-Origin"));
        assertTrue(preflight.header("Access-Control-Allow-Headers").contains("X-Stainless-OS"));
        var answer = Completion.of(user.with("Origin", "https://blog.example"), Completion.asking(Providers.quick(1)));
        assertTrue(
                answer.reply().with(200).header("Access-Control-Expose-Headers").contains("X-Baton-Model"));
        assertEquals(
                "https://blog.example",
                new Completion(page.get("/v1/models")).reply().header("Access-Control-Allow-Origin"));
    }

    private static List<String> vendors(String question) {
        return Providers.saw(question).stream().map(SeenRequest::vendor).toList();
    }
}
