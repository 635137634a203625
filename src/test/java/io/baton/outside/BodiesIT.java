package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are too long, never end or come by the thousand: whoever sends them costs nobody else anything. */
class BodiesIT {
    private static final int HUGE = 150_000_000;
    private static final int HALF_SENT = 200;
    /** Half of what the server waits for a body: who held a thread would hold it then. */
    private static final Duration WHILE_IT_WAITS = Duration.ofSeconds(5);

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Api USER = Api.somebody();

    /** Whom anybody may call, whom users call, and the paths of the server's own. */
    private static final String PATHS = "/login, /logout, /api/auth/token, /api/chat/message, /api/chat/stream,"
            + " /v1/chat/completions, /console/index.xhtml, /nothing, /js/app.js, /health/live, /metrics";

    /** A percent sign, and one that would be another character if it were decoded twice. */
    @ParameterizedTest
    @ValueSource(strings = {"a%25b", "a%2527b", "%25s%25n"})
    void aPathThatHoldsAPercentSignIsDecodedOnce(String userId) {
        var reply = Api.of("admin").put("/api/admin/budgets/" + userId, Api.json());
        reply.problem(400, "userId");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void hugeBodiesFillNoMemoryOnAnyPath(boolean chunked) {
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var path : PATHS.split(", ")) {
                for (var account : List.of(Api.nobody(), USER)) {
                    senders.submit(() -> sendHuge(path, account, chunked));
                }
            }
        }
        assertNoMemoryIsMissing();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void aBodyThatIsTooLongIsRefusedInWords(boolean chunked) throws IOException {
        for (var path : List.of("/login", "/api/auth/token")) {
            assertEquals("HTTP/1.1 413 Request Entity Too Large", sendHuge(path, Api.nobody(), chunked), path);
        }
        for (var path : List.of("/api/chat/message", "/v1/chat/completions")) {
            assertEquals("HTTP/1.1 413 Request Entity Too Large", sendHuge(path, USER, chunked), path);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 20_000, 100_000})
    void aFormOfAsManyFieldsIsNoBugOfOurs(int fields) {
        var form = IntStream.range(0, fields).mapToObj(i -> "f" + i + "=").collect(Collectors.joining("&"));
        var status = Api.nobody()
                .with("Content-Type", FORM)
                .send("POST", "/login", form.getBytes(StandardCharsets.US_ASCII))
                .status();
        assertEquals(fields == 200 ? 401 : 413, status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/logout",
                "/api/auth/token",
                "/api/chat/message",
                "/v1/chat/completions",
                "/console/index.xhtml",
                "/nothing",
                "/health/live",
                "/metrics"
            })
    void halfSentBodiesHoldNoThreads(String path) throws IOException {
        var open = new ArrayList<Wire>();
        try {
            for (var i = 0; i < HALF_SENT; i++) {
                open.add(halfSent(path, i % 2 == 0));
            }
            if (!path.equals("/metrics")) { // whose bodies the server itself reads, on threads of which it has more
                assertNoThreadsAreHeld();
            }
            assertTheOthersAreServed();
        } finally {
            open.forEach(Wire::close);
        }
    }

    /** The server keeps its requests for the next client: one that is let go too early would answer two at once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void whoHangsUpHalfWayIsForgotten(boolean settled) throws IOException {
        var before = log().length();
        for (var turn = 0; turn < (settled ? 20 : 50); turn++) {
            var open = new ArrayList<Wire>();
            for (var i = 0; i < HALF_SENT; i++) {
                open.add(halfSent(i % 4 < 2 ? "/login" : "/logout", i % 2 == 0));
            }
            if (settled) {
                assertNoThreadsAreHeld();
            }
            open.forEach(Wire::close);
            Api.nobody().get("/login").with(200);
        }
        var said = log().substring(before);
        assertFalse(said.contains("Exception") || said.contains("WELD"), said);
    }

    /** The server reads these bodies into memory by itself, before anything of ours is asked. */
    @Test
    @Timeout(60)
    void longBodiesThatAreHalfSentToTheMetricsFillNoMemory() throws IOException {
        var open = new ArrayList<Wire>();
        var most = "a".repeat(1_000_000);
        try {
            for (var i = 0; i < 200; i++) {
                open.add(Wire.open()
                        .send("POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM
                                + "\r\nContent-Length: 1040000\r\n\r\n" + most));
            }
            assertTheOthersAreServed();
            assertNoMemoryIsMissing();
        } finally {
            open.forEach(Wire::close);
        }
    }

    @Test
    void aBodyBeyondTheServersBoundIsRefusedBeforeItIsRead() throws IOException {
        try (var wire = Wire.open()) {
            wire.send("POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM
                    + "\r\nContent-Length: 1100000\r\n\r\n");
            assertEquals("HTTP/1.1 413 Request Entity Too Large", wire.status());
        }
    }

    @Test
    void aThousandHalfSentFormsHoldUpNobodyAndAreAnswered() throws IOException {
        var open = new ArrayList<Wire>();
        try {
            for (var i = 0; i < 1_000; i++) {
                open.add(halfSent("/login", false));
            }
            assertNoThreadsAreHeld();
            assertTheOthersAreServed();
            for (var wire : open) {
                assertEquals("HTTP/1.1 408 Request Timeout", wire.status());
            }
        } finally {
            open.forEach(Wire::close);
        }
    }

    /** Its pieces are cut at random, and its length is known or not; what was said is what was taken. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyThatComesInPiecesIsTakenWhole(boolean chunked) throws IOException {
        var random = new Random(7);
        for (var turn = 0; turn < 40; turn++) {
            var question = turn + (chunked ? " chunked " : " ") + "字".repeat(random.nextInt(16_000));
            var body = new String(
                    ("{\"message\":\"" + question + "\"}").getBytes(StandardCharsets.UTF_8),
                    StandardCharsets.ISO_8859_1);
            try (var wire = Wire.open()) {
                wire.send(Wire.head(
                        "POST /api/chat/message HTTP/1.1",
                        "Authorization: Bearer " + USER.token(),
                        "Content-Type: application/json",
                        chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length()));
                for (var from = 0; from < body.length(); ) {
                    var piece = body.substring(from, Math.min(body.length(), from + 1 + random.nextInt(20_000)));
                    from += piece.length();
                    wire.send(chunked ? Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n" : piece);
                }
                var answer = wire.send(chunked ? "0\r\n\r\n" : "").rest();
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            }
            assertEquals(1, Database.count("message where content = ?", question));
        }
    }

    private static void assertNoThreadsAreHeld() {
        Await.until(
                "threads are free",
                WHILE_IT_WAITS,
                () -> Metrics.value("threadpool_activeThreads"),
                active -> active < HALF_SENT / 2);
    }

    private static void assertTheOthersAreServed() {
        for (var path : List.of("/health/live", "/health/ready", "/login")) {
            Api.nobody().get(path).with(200);
        }
        USER.tell(Api.json("message", "May I?"));
    }

    private static Wire halfSent(String path, boolean chunked) throws IOException {
        return Wire.open()
                .send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                        + (path.startsWith("/api") || path.startsWith("/v1") ? "application/json" : FORM)
                        + (path.equals("/login") ? "" : "\r\nAuthorization: Bearer " + USER.token())
                        + (chunked ? "\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n" : "\r\nContent-Length: 100\r\n\r\n")
                        + "{\"message");
    }

    /** As much of it as the server takes; what it says is of no account here. */
    private static String sendHuge(String path, Api account, boolean chunked) throws IOException {
        var block = "x".repeat(65_536);
        try (var wire = Wire.open()) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM + "\r\n"
                    + account.headers().entrySet().stream()
                            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                            .collect(Collectors.joining())
                    + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + HUGE) + "\r\n\r\n");
            try {
                for (var sent = 0; sent < HUGE; sent += block.length()) {
                    wire.send(chunked ? "10000\r\n" + block + "\r\n" : block);
                }
            } catch (IOException refused) {
                // the server has answered and closed, before all was sent
            }
            return wire.status();
        }
    }

    private static void assertNoMemoryIsMissing() {
        assertEquals(200, Api.nobody().get("/health/live").status());
        assertFalse(log().contains("OutOfMemoryError"), "the heap was full");
    }

    private static String log() {
        try {
            return Files.readString(TestServer.running().node().folder().resolve("console.log"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
