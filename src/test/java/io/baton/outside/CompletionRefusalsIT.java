package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What OpenAI's interface refuses, and in which words. Nothing of it reaches a provider. */
class CompletionRefusalsIT {
    private static final String HI = "{\"role\":\"user\",\"content\":\"Hi\"}";
    private final Api user = Api.somebody();

    @AfterEach
    void nobodyHasABudget() {
        Api.of("admin").delete("/api/admin/budgets/" + user.userId());
        RedisData.empty("user:" + user.userId());
    }

    /** A body, the status it gets, and the member that the error names; null: none. */
    record Bad(String body, int status, String param) {
        @Override
        public String toString() {
            return body.substring(0, Math.min(90, body.length())) + " → " + status + " " + param;
        }
    }

    private static Bad whole(String body, int status, String param) {
        return new Bad(body, status, param);
    }

    /** A good request but for these members. */
    private static Bad with(String members, String param) {
        return new Bad("{\"model\":\"qwen2.5\",\"messages\":[" + HI + "]," + members + "}", 400, param);
    }

    private static Bad messages(String messages, String param) {
        return new Bad("{\"model\":\"qwen2.5\",\"messages\":" + messages + "}", 400, param);
    }

    private static Bad tools(String tools, String param) {
        return with("\"tools\":" + tools, param);
    }

    private static String many(int count, String each) {
        return IntStream.range(0, count).mapToObj(i -> each).collect(Collectors.joining(",", "[", "]"));
    }

    private static String calls(String... ids) {
        return "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                + List.of(ids).stream()
                        .map(id -> "{\"id\":\"" + id
                                + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String result(String id) {
        return "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"x\"}";
    }

    private static final String TOOL = "{\"type\":\"function\",\"function\":{\"name\":\"f\"}}";

    private static final List<Bad> BODIES = List.of(
            whole("", 400, null),
            whole("{", 400, null),
            whole("[]", 400, null),
            whole("null", 400, null),
            whole("{\"model\":\"qwen2.5\"} more", 400, null),
            whole("{}", 400, "model"),
            whole("{\"model\":5}", 400, "model"),
            whole("{\"model\":null,\"messages\":[" + HI + "]}", 400, "model"),
            whole("{\"model\":\"gpt-9\",\"messages\":[" + HI + "]}", 404, "model"),
            whole("{\"model\":\"qwen2.5\"}", 400, "messages"),
            whole("{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}", 400, null),
            whole("x".repeat(1_000_000), 413, null),
            whole("{\"model\":\"qwen2.5\",\"messages\":" + many(10_000, HI) + "}", 413, null),
            messages(many(3_000, HI), "messages"),
            messages("[]", "messages"),
            messages("{}", "messages"),
            messages("\"Hi\"", "messages"),
            messages("[\"Hi\"]", "messages[0]"),
            messages("[" + HI + ",5]", "messages[1]"),
            messages("[{\"content\":\"Hi\"}]", "messages[0].role"),
            messages("[{\"role\":\"robot\",\"content\":\"Hi\"}]", "messages[0].role"),
            messages("[{\"role\":\"function\",\"name\":\"f\",\"content\":\"Hi\"}]", "messages[0].role"),
            messages("[{\"role\":7,\"content\":\"Hi\"}]", "messages[0].role"),
            messages("[{\"role\":\"user\"}]", "messages[0].content"),
            messages("[{\"role\":\"system\",\"content\":\" \\n\"}]", "messages"),
            messages("[{\"role\":\"user\",\"content\":null}]", "messages[0].content"),
            messages("[{\"role\":\"user\",\"content\":5}]", "messages[0].content"),
            messages("[{\"role\":\"user\",\"content\":{}}]", "messages[0].content"),
            messages("[{\"role\":\"user\",\"content\":[\"Hi\"]}]", "messages[0].content[0]"),
            messages("[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]", "messages[0].content[0].text"),
            messages(
                    "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]",
                    "messages[0].content[0].type"),
            messages("[{\"role\":\"user\",\"content\":\"a\\u0000b\"}]", "messages[0].content"),
            messages("[{\"role\":\"user\",\"content\":\"\\ud800\"}]", "messages[0].content"),
            messages(
                    "[{\"role\":\"user\",\"content\":\"Hi\",\"name\":\"" + "x".repeat(65) + "\"}]", "messages[0].name"),
            messages("[{\"role\":\"assistant\"}," + HI + "]", "messages[0].content"),
            messages("[" + HI + "," + result("c") + "]", "messages[1].tool_call_id"),
            messages("[" + HI + "," + calls("a") + "]", "messages[1].tool_calls"),
            messages("[" + HI + "," + calls("a") + "," + HI + "]", "messages[1].tool_calls"),
            messages("[" + HI + "," + calls("a", "a") + "]", "messages[1].tool_calls[1].id"),
            messages("[" + HI + "," + calls("a", "b") + "," + result("a") + "]", "messages[1].tool_calls"),
            messages("[" + HI + "," + calls("a") + "," + result("b") + "]", "messages[2].tool_call_id"),
            messages("[" + HI + ",{\"role\":\"tool\",\"content\":\"x\"}]", "messages[1].tool_call_id"),
            messages("[" + HI + ",{\"role\":\"assistant\",\"tool_calls\":5}]", "messages[1].tool_calls"),
            with("\"temperature\":3", "temperature"),
            with("\"temperature\":\"1\"", "temperature"),
            with("\"temperature\":-0.1", "temperature"),
            with("\"top_p\":1.1", "top_p"),
            with("\"top_p\":[]", "top_p"),
            with("\"n\":2", "n"),
            with("\"n\":0", "n"),
            with("\"max_tokens\":0", "max_tokens"),
            with("\"max_tokens\":1e9", "max_tokens"),
            with("\"max_completion_tokens\":\"9\"", "max_completion_tokens"),
            with("\"max_tokens\":5,\"max_completion_tokens\":5", "max_tokens"),
            with("\"stop\":5", "stop"),
            with("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", "stop"),
            with("\"stop\":[1]", "stop"),
            with("\"seed\":\"x\"", "seed"),
            with("\"seed\":1.5", "seed"),
            with("\"seed\":1e99999", "seed"),
            with("\"presence_penalty\":3", "presence_penalty"),
            with("\"frequency_penalty\":-3", "frequency_penalty"),
            with("\"stream\":\"yes\"", "stream"),
            with("\"stream_options\":{\"include_usage\":true}", "stream_options"),
            with("\"stream\":true,\"stream_options\":5", "stream_options"),
            with("\"stream\":true,\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage"),
            with("\"logprobs\":1", "logprobs"),
            with("\"top_logprobs\":2", "top_logprobs"),
            with("\"logprobs\":true,\"top_logprobs\":21", "top_logprobs"),
            with("\"user\":5", "user"),
            with("\"metadata\":\"x\"", "metadata"),
            with("\"metadata\":{\"a\":1}", "metadata.a"),
            with("\"store\":\"x\"", "store"),
            with("\"logit_bias\":{\"50256\":-100}", "logit_bias"),
            with("\"modalities\":[\"audio\"]", "modalities"),
            with("\"audio\":{\"voice\":\"x\"}", "audio"),
            with("\"functions\":[]", "functions"),
            with("\"function_call\":\"auto\"", "function_call"),
            with("\"response_format\":\"json\"", "response_format"),
            with("\"response_format\":{}", "response_format.type"),
            with("\"response_format\":{\"type\":\"xml\"}", "response_format.type"),
            with("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema"),
            with(
                    "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}}",
                    "response_format.json_schema.name"),
            with(
                    "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":5}}",
                    "response_format.json_schema.schema"),
            tools("{}", "tools"),
            tools("[5]", "tools[0]"),
            tools("[{}]", "tools[0].type"),
            tools("[{\"type\":\"custom\"}]", "tools[0].type"),
            tools("[{\"type\":\"function\"}]", "tools[0].function"),
            tools("[{\"type\":\"function\",\"function\":{}}]", "tools[0].function.name"),
            tools("[{\"type\":\"function\",\"function\":{\"name\":\"two words\"}}]", "tools[0].function.name"),
            tools("[" + TOOL + "," + TOOL + "]", "tools[1].function.name"),
            tools(
                    "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":\"x\"}}]",
                    "tools[0].function.parameters"),
            tools(many(129, TOOL), "tools"),
            tools("[" + TOOL + "],\"tool_choice\":\"some\"", "tool_choice"),
            tools("[" + TOOL + "],\"tool_choice\":5", "tool_choice"),
            tools(
                    "[" + TOOL + "],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}",
                    "tool_choice"),
            with("\"tool_choice\":\"auto\"", "tool_choice"),
            with("\"parallel_tool_calls\":true", "parallel_tool_calls"),
            tools("[" + TOOL + "],\"parallel_tool_calls\":\"x\"", "parallel_tool_calls"));

    @ParameterizedTest
    @FieldSource("BODIES")
    void whatIsWrongIsNamed(Bad bad) {
        var before = Providers.scripted().requests().size();
        var refused =
                new Completion(user.send("POST", Completion.PATH, bad.body().getBytes(StandardCharsets.UTF_8)));
        var error = refused.error(bad.status());
        assertEquals("invalid_request_error", error.getString("type"));
        assertEquals(bad.param(), error.get("param") == JsonValue.NULL ? null : error.getString("param"));
        assertFalse(error.getString("message").isBlank());
        assertFalse(
                refused.reply().body().matches("(?s).*(Exception|jakarta\\.|org\\.).*"),
                refused.reply().body());
        assertEquals(before, Providers.scripted().requests().size());
    }

    @Test
    void aPromptThatIsTooLongForEveryModelIsABadRequest() {
        var long_ = Completion.asking("word ".repeat(40_000));
        var error = Completion.of(user, long_).error(400);
        assertEquals("context_length_exceeded", error.getString("code"));
        assertEquals("messages", error.getString("param"));
    }

    @Test
    void theWindowDecidesAndNothingIsLeftOut() {
        var question = Providers.quick(1);
        var messages = Json.createArrayBuilder()
                .add(Api.json("role", "user", "content", "word ".repeat(8_000)))
                .add(Api.json("role", "assistant", "content", "Well."))
                .add(Api.json("role", "user", "content", question));
        var request = Json.createObjectBuilder().add("model", "gpt-4").add("messages", messages);
        var answer = Completion.of(user, request);
        assertEquals("qwen2.5", answer.reply().with(200).header("x-baton-model"), "gpt-4's window is too small");
        assertEquals(3, Providers.saw(question).getFirst().messages());
    }

    @Test
    void onlyABearerTokenCounts() {
        for (var other : List.of(
                Api.nobody(),
                Api.bearing("nonsense"),
                new Api(Map.of("Authorization", "Basic YXV0aG9yOmF1dGhvcg==")),
                new Api(Map.of("Cookie", sessionCookie())))) {
            for (var path : List.of("/v1/models", "/v1/nothing", Completion.PATH)) {
                assertEquals(
                        "invalid_api_key",
                        new Completion(other.get(path)).error(401).getString("code"));
            }
        }
        new Api(Map.of("Cookie", sessionCookie())).get("/api/models").with(200);
    }

    private String sessionCookie() {
        var cookies = user.post("/api/auth/session", Json.createObjectBuilder().build())
                .headers()
                .allValues("set-cookie");
        return cookies.stream().map(cookie -> cookie.split(";")[0]).collect(Collectors.joining("; "));
    }

    @Test
    void pathsMethodsAndTypesAreRefusedInTheSameForm() {
        assertEquals(
                "unknown_url",
                new Completion(user.get("/v1/completions")).error(404).getString("code"));
        assertEquals("unknown_url", new Completion(user.get("/v1")).error(404).getString("code"));
        var method = new Completion(user.get(Completion.PATH));
        assertEquals("method_not_supported", method.error(405).getString("code"));
        assertEquals("POST", method.reply().header("Allow"));
        new Completion(user.delete("/v1/models/gpt-4")).error(405);
        var text = user.with("Content-Type", "text/plain");
        new Completion(text.send("POST", Completion.PATH, bytes(Completion.asking("Hi")))).error(415);
        var packed = user.with("Content-Encoding", "gzip");
        new Completion(packed.send("POST", Completion.PATH, bytes(Completion.asking("Hi")))).error(415);
    }

    @Test
    void theInterfaceIsNotThereUnderTheOtherPath() {
        user.post("/api/chat/completions", Completion.asking("Hi").build()).problem(404);
    }

    @Test
    void whoeverAsksTooFastIsToldWhenToComeAgain() {
        RedisData.fillUp(user.userId());
        var refused = Completion.of(user, Completion.asking(Providers.quick(1)));
        assertEquals("rate_limit_exceeded", refused.error(429).getString("code"));
        assertTrue(Integer.parseInt(refused.reply().header("Retry-After")) <= 60);
        assertEquals(0, Database.count("answer where user_id = ?", user.userId()));
    }

    @Test
    void whoeverHasNoMoneyLeftNeedNotTryAgain() {
        var budget = Json.createObjectBuilder().add("monthLimit", 0).build();
        Api.of("admin").put("/api/admin/budgets/" + user.userId(), budget).with(200);
        var question = Providers.quick(1);
        var refused = Completion.of(user, Completion.asking(question).add("stream", true));
        assertEquals("insufficient_quota", refused.error(429).getString("code"));
        assertEquals("false", refused.reply().header("x-should-retry"));
        assertEquals(List.of(), Providers.saw(question));
    }

    @Test
    void refusalsAreSaidInTheCallersLanguage() {
        var chinese = user.with("Accept-Language", "zh-CN");
        var error = Completion.of(chinese, Completion.asking("Hi").add("n", 2)).error(400);
        assertTrue(error.getString("message").contains("必须"), error.toString());
    }

    @Test
    void aBodyThatNeverEndsIsCutOff() throws IOException {
        var url = URI.create(TestServer.running().url());
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(20_000);
            var head = "POST " + Completion.PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + user.token() + "\r\nTransfer-Encoding: chunked\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (var i = 0; i < 9; i++) {
                socket.getOutputStream().write(chunk);
            }
            var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 413", line);
        }
    }

    private static byte[] bytes(JsonObjectBuilder request) {
        return Completion.bytes(request);
    }
}
