package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Database;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that can't be taken: each is told what is wrong with it, and nothing of it is stored. */
class BadInputIT {
    private static final List<String> ASKING = List.of("/api/chat/message", "/api/chat/stream");
    private static final int ALMOST_A_MEGABYTE = 1_000_000;
    private final Api user = Api.somebody();

    /** A body, the status it gets, and the field that the problem names. */
    record Bad(String name, byte[] body, int status, String field) {
        static Bad of(String body, String field) {
            return of(body, 400, field);
        }

        static Bad of(String body, int status, String field) {
            var name = body.substring(0, Math.min(50, body.length()));
            return new Bad(name, body.getBytes(StandardCharsets.UTF_8), status, field);
        }

        @Override
        public String toString() {
            return name + " → " + field;
        }
    }

    private static final List<Bad> BODIES = List.of(
            Bad.of("", "body"),
            Bad.of(" ", "body"),
            Bad.of("{", "body"),
            Bad.of("not json", "body"),
            Bad.of("{\"message\":\"x\"", "body"),
            Bad.of("{\"message\":\"x\"} more", "body"),
            Bad.of("{\"message\":\"x\",}", "body"),
            Bad.of("[]", "body"),
            Bad.of("[{\"message\":\"x\"}]", "body"),
            Bad.of("5", "body"),
            Bad.of("null", "body"),
            Bad.of("\"text\"", "body"),
            Bad.of("[".repeat(5_000) + "]".repeat(5_000), "body"),
            Bad.of("{\"message\":\"x\",\"more\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}", "body"),
            new Bad("not UTF-8", "{\"message\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1), 400, "body"),
            new Bad("UTF-16", "{\"message\":\"x\"}".getBytes(StandardCharsets.UTF_16), 400, "body"),
            new Bad("almost 1 MB", "x".repeat(ALMOST_A_MEGABYTE).getBytes(StandardCharsets.US_ASCII), 413, "body"),
            new Bad("almost 1 MB of message", question("x".repeat(ALMOST_A_MEGABYTE)), 413, "body"),
            new Bad("16,385 characters", question("x".repeat(16_385)), 413, "message"),
            Bad.of("{\"model\":\"gemma-3\",\"message\":\"" + "x".repeat(8_193) + "\"}", 413, "message"),
            Bad.of("{}", "message"),
            Bad.of("{\"message\":\"\"}", "message"),
            Bad.of("{\"message\":\" \\n\\t\\u3000\"}", "message"),
            Bad.of("{\"message\":null}", "message"),
            Bad.of("{\"message\":5}", "message"),
            Bad.of("{\"message\":true}", "message"),
            Bad.of("{\"message\":[\"x\"]}", "message"),
            Bad.of("{\"message\":{\"text\":\"x\"}}", "message"),
            Bad.of("{\"message\":\"half \\ud83d\"}", "message"),
            Bad.of("{\"message\":\"\\ude00 half\"}", "message"),
            Bad.of("{\"message\":\"nothing \\u0000\"}", "message"),
            Bad.of("{\"message\":\"x\",\"model\":\"gpt-9\"}", "model"),
            Bad.of("{\"message\":\"x\",\"model\":\"\"}", "model"),
            Bad.of("{\"message\":\"x\",\"model\":7}", "model"),
            Bad.of("{\"message\":\"x\",\"conversationId\":\"no id\"}", "conversationId"),
            Bad.of("{\"message\":\"x\",\"conversationId\":\"1-1-1-1-1\"}", "conversationId"),
            Bad.of("{\"message\":\"x\",\"conversationId\":\"\"}", "conversationId"),
            Bad.of("{\"message\":\"x\",\"conversationId\":12}", "conversationId"),
            Bad.of("{\"message\":\"x\",\"maxTokens\":0}", "maxTokens"),
            Bad.of("{\"message\":\"x\",\"maxTokens\":-5}", "maxTokens"),
            Bad.of("{\"message\":\"x\",\"maxTokens\":4097}", "maxTokens"),
            Bad.of("{\"message\":\"x\",\"model\":\"gemma-3\",\"maxTokens\":2049}", "maxTokens"),
            Bad.of("{\"message\":\"x\",\"maxTokens\":1.5}", "maxTokens"),
            Bad.of("{\"message\":\"x\",\"maxTokens\":1e999999999}", "maxTokens"),
            Bad.of("{\"message\":\"x\",\"zz\":1e9999999999}", "body"),
            Bad.of("{\"message\":\"x\",\"zz\":" + "9".repeat(1_101) + "}", "body"),
            Bad.of("{\"message\":\"x\",\"maxTokens\":" + "9".repeat(1_101) + "}", "body"),
            Bad.of("{\"message\":\"x\",\"temperature\":1e9999999999}", "body"),
            Bad.of("{\"message\":\"x\",\"maxTokens\":\"5\"}", "maxTokens"),
            Bad.of("{\"message\":\"x\",\"temperature\":-0.1}", "temperature"),
            Bad.of("{\"message\":\"x\",\"temperature\":2.1}", "temperature"),
            Bad.of("{\"message\":\"x\",\"temperature\":1e999999999}", "temperature"),
            Bad.of("{\"message\":\"x\",\"temperature\":\"hot\"}", "temperature"));

    @ParameterizedTest
    @FieldSource("BODIES")
    void aBodyThatCanNotBeTakenIsRefused(Bad bad) {
        for (var path : ASKING) {
            user.send("POST", path, bad.body()).problem(bad.status(), bad.field());
        }
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png"})
    void anotherMediaTypeIsRefused(String type) {
        for (var path : ASKING) {
            user.with("Content-Type", type).post(path, Api.json("message", "x")).problem(415);
        }
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "rubbish"})
    void anEncodedBodyIsRefused(String encoding) {
        for (var path : ASKING) {
            user.with("Content-Encoding", encoding)
                    .post(path, Api.json("message", "x"))
                    .problem(415);
        }
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*;q=x", "application/json;q="})
    void aWeightThatIsNoneIsRefused(String accept) {
        user.with("Accept", accept).get("/api/models").problem(400, "Accept");
    }

    /** By the server, before we are asked. */
    @Test
    void aWeightBeyondOneIsRefusedToo() {
        user.with("Accept", "text/html, */*; q=2").get("/api/models").problem(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*;q=0.8", "text/html, application/json;q=1.0, */*;q=0"})
    void aWeightIsTaken(String accept) {
        user.with("Accept", accept).get("/api/models").with(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "5\r\nab\r\n", "-1\r\n"})
    void aBodyOfBrokenChunksIsRefused(String chunks) throws IOException {
        var server = URI.create(TestServer.running().url());
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            var head = "POST /api/chat/message HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: "
                    + user.headers().get("Authorization")
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
            socket.getOutputStream().write((head + chunks).getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            var reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(reply.isEmpty() || reply.startsWith("HTTP/1.1 400 "), reply);
        }
        assertNothingStored();
    }

    @Test
    void theKnownModelsAreNamed() {
        var problem = user.post("/api/chat/message", Api.json("message", "x", "model", "gpt-9"))
                .problem(400);
        for (var known : List.of("qwen2.5", "gemma-3", "gpt-4")) {
            assertTrue(problem.getString("detail").contains(known), problem::toString);
        }
    }

    @Test
    void whetherTheTotalIsWantedMustBeTrueOrFalse() {
        user.post("/api/chat/stream", Api.json("message", "x", "totalContent", "yes"))
                .problem(400, "totalContent");
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void anIdempotencyKeyHasABoundedLength(int length) {
        var keyed = user.with("Idempotency-Key", "k".repeat(length));
        for (var path : ASKING) {
            keyed.post(path, Api.json("message", "x")).problem(400, "Idempotency-Key");
        }
        assertNothingStored();
    }

    @Test
    void theLongestQuestionIsTaken() {
        user.tell(Api.json("message", "字".repeat(16_384)));
        user.tell(Api.json("message", "x".repeat(8_192), "model", "gemma-3"));
    }

    @Test
    void membersThatNobodyKnowsAreIgnored() {
        user.tell(Api.json("message", "x", "stream", "true", "userId", "somebody else"));
    }

    private static final List<String> QUERIES = queries();

    private static List<String> queries() {
        var queries = new ArrayList<>(List.of(
                "",
                "?message=",
                "?message=%20",
                "?message=x%00",
                "?message=x&model=gpt-9",
                "?message=x&conversationId=rubbish",
                "?message=x&totalContent=maybe",
                "?conversationId=rubbish",
                "?conversationId=1-1-1-1-1",
                "?model=qwen2.5",
                "?conversationId=" + UUID.randomUUID() + "&totalContent=maybe"));
        queries.addAll(List.of("?message=x&conversationId=", "?message=x&model="));
        return queries;
    }

    @ParameterizedTest
    @FieldSource("QUERIES")
    void aGetThatCanNotBeTakenIsToldSoInAFrame(String query) {
        try (var stream = user.listen("/api/chat/stream" + query)) {
            var refusal = stream.rest();
            assertEquals(List.of("end:BAD_REQUEST"), refusal.ids());
            assertEquals("BAD_REQUEST", refusal.error());
        }
        assertNothingStored();
    }

    @Test
    void aGetThatAsksTooMuchIsToldSoInAFrame() {
        try (var stream = user.listen("/api/chat/stream?model=gemma-3&message=" + "x".repeat(8_193))) {
            assertEquals(List.of("end:CONTEXT_TOO_LONG"), stream.rest().ids());
        }
        assertNothingStored();
    }

    private static byte[] question(String message) {
        return ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private void assertNothingStored() {
        assertEquals(0, Database.count("conversation where user_id = ?", user.userId()));
        assertEquals(0, Database.count("answer where user_id = ?", user.userId()));
        assertEquals(0, Database.count("idempotency where user_id = ?", user.userId()));
    }
}
