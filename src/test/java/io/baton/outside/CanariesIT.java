package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys, tokens, passwords and prompts that are known again wherever they turn up, and must turn up nowhere. */
@Tag("long")
class CanariesIT {
    private static final String KEY = "canary-key-" + UUID.randomUUID();
    private static final String PROMPT = "canary-prompt-" + UUID.randomUUID();
    private static final String PASSWORD = "canary-password-" + UUID.randomUUID();
    private static final String WRONG_TOKEN = "canary-token-" + UUID.randomUUID();
    private static EchoingProvider provider;
    private static OtlpReceiver receiver;
    private static TestNode node;
    private static Api user;
    private static MadeKey apiKey;
    /** What callers were told about failures. */
    private static final List<String> TOLD = new ArrayList<>();

    @BeforeAll
    static void muchGoesWrong() {
        provider = new EchoingProvider();
        receiver = new OtlpReceiver();
        var settings = new HashMap<>(receiver.settings());
        settings.putAll(Map.of(
                "QWEN_API_KEY",
                KEY,
                "QWEN_MP_REST_URL",
                provider.url(),
                "OPENAI_API_KEY",
                KEY + "-2",
                "LOG_FORMAT",
                "json"));
        node = TestServer.running().anotherNode(settings);
        user = Api.somebody()
                .at(node.url())
                .with("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .with("tracestate", "caller=" + WRONG_TOKEN);
        providersFail();
        callersFail();
    }

    @AfterAll
    static void end() {
        node.kill();
        provider.close();
        receiver.close();
    }

    private static void providersFail() {
        for (var how : List.of("echo-401", "echo-400", "echo-503", "echo-in-stream", "echo-garbage", "fine")) {
            var question = Providers.quick(3) + " " + PROMPT + " " + how;
            var frames = user.hear(question);
            frames.complete();
            frames.of("switch").forEach(frame -> TOLD.add(frame.toString()));
            var all = question + " [[gemma:fault=status:401]] [[openai:fault=status:400]]";
            TOLD.add(user.hear(all).last().data());
            var reply = user.post(Completion.PATH, Completion.asking(all).build());
            if (reply.status() != 200) {
                TOLD.add(reply.body());
            }
        }
    }

    private static void callersFail() {
        var body = Api.json("message", PROMPT, "model", "nothing");
        tell(user.post("/api/chat/stream", body), 400);
        tell(Api.bearing(WRONG_TOKEN, node.url()).post("/api/chat/stream", body), 401);
        tell(Api.bearing(user.token() + "x", node.url()).post("/api/chat/stream", body), 401);
        tell(
                user.send("POST", "/api/chat/message", ("{\"message\": \"" + PROMPT).getBytes(StandardCharsets.UTF_8)),
                400);
        tell(
                user.send(
                        "POST",
                        Completion.PATH,
                        ("{\"messages\": \"" + PROMPT + "\"}").getBytes(StandardCharsets.UTF_8)),
                400);
        tell(user.get("/api/chat/stream?conversationId=nothing&access_token=" + WRONG_TOKEN), 200); // as one frame
        tell(user.get("/api/conversations/" + UUID.randomUUID()), 404);
        tell(user.get("/api/admin/live-figures"), 403);
        var basic = Base64.getEncoder().encodeToString(("author:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        tell(
                new Api(node.url(), Map.of("Authorization", "Basic " + basic))
                        .send("POST", "/api/auth/token", new byte[0]),
                401);
        tell(new Api(node.url(), Map.of("Cookie", "baton_session=" + WRONG_TOKEN)).get("/api/auth/me"), 401);
        usersOfKeysFail(body);
    }

    /** A valid key, a mistyped one, and one that was revoked. */
    private static void usersOfKeysFail(JsonObject body) {
        apiKey = MadeKey.of(user, MadeKey.named());
        var caller = apiKey.api().at(node.url());
        tell(caller.post("/api/chat/stream", body), 400);
        tell(caller.post(MadeKey.OWN, body), 403);
        tell(Api.bearing(apiKey.text() + "x", node.url()).post("/api/chat/stream", body), 401);
        caller.hear(Providers.quick(2) + " " + PROMPT + " fine").complete();
        apiKey.revoke();
        tell(caller.post("/api/chat/stream", body), 401);
        tell(caller.post(Completion.PATH, body), 401);
    }

    private static void tell(io.baton.testing.Reply reply, int status) {
        assertEquals(status, reply.status(), reply::body);
        TOLD.add(reply.body());
    }

    @Test
    void noCallerIsTold() {
        assertTrue(TOLD.size() > 20, TOLD::toString);
        TOLD.forEach(CanariesIT::assertClean);
    }

    @Test
    void noLogHasThem() throws IOException {
        var answer = user.hear(Providers.quick(2) + " " + PROMPT + " fine").answerId();
        Await.until("the log is written", CanariesIT::log, log -> log.contains("answer " + answer + " done by"));
        var log = log();
        assertTrue(log.contains("could not answer") || log.contains("attempt "), "failed attempts are logged");
        assertClean(log);
        assertFalse(log.contains("FFDC"), "an ordinary refusal is no incident");
        try (var files = Files.walk(node.folder().resolve("servers"))) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().contains("ffdc") && Files.isRegularFile(file))
                            .toList());
        }
    }

    @Test
    void eachLineOfTheConsoleIsAnObjectOnceTheServerHasReadItsSettings() throws IOException {
        var lines = Files.readAllLines(node.folder().resolve("console.log")).stream()
                .filter(line -> line.contains("answer "))
                .toList();
        assertTrue(lines.size() > 10, lines::toString);
        lines.forEach(line -> assertTrue(Api.parse(line).containsKey("message"), line));
    }

    @Test
    void noMetricHasThem() {
        assertClean(new Api(node.url(), Map.of()).get("/metrics").with(200).body());
    }

    @Test
    void noTraceHasThem() {
        Await.until("all is sent", () -> receiver.spans().size(), count -> count > 20);
        assertTrue(receiver.spans().stream().anyMatch(span -> span.attributes().containsKey("error.type")));
        assertClean(receiver.raw());
    }

    private static void assertClean(String text) {
        var token = user.token();
        for (var canary : List.of(
                KEY,
                PROMPT,
                PASSWORD,
                WRONG_TOKEN,
                token,
                token.substring(token.lastIndexOf('.') + 1),
                apiKey.text().substring(12))) {
            var at = text.indexOf(canary);
            assertTrue(
                    at < 0,
                    () -> "leaked: " + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100)));
        }
        assertFalse(text.contains(
                Base64.getEncoder().encodeToString(("author:" + PASSWORD).getBytes(StandardCharsets.UTF_8))));
    }

    /** The console, and all files of the server's log folder. */
    private static String log() {
        try (var files = Files.walk(node.folder().resolve("servers/baton/logs"))) {
            return Stream.concat(Stream.of(node.folder().resolve("console.log")), files.filter(Files::isRegularFile))
                    .map(CanariesIT::read)
                    .reduce("", String::concat);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
