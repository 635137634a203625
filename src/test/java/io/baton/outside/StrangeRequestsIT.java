package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that make no sense: each is told so in the usual form, in a line of the log at most, and leaves no secret. */
class StrangeRequestsIT {
    /** The first request of its kind. */
    private static final String SERVLET_STARTED = "SRVE0242I";

    private static final String INSIDE =
            "(?s).*(Exception|SRVE\\d|\\bat [a-z]+\\.[a-z]|Caused by|jakarta\\.|com\\.ibm|org\\.[a-z]).*";
    private static final Api USER = Api.somebody();

    @ParameterizedTest
    @CsvSource({
        "GET /api/models?x=%zz, 400",
        "GET /api/%zz, 400",
        "GET /api/conversations/%, 400",
        "GET /v1/models/%f, 400",
        "GET /login?lang=%, 400",
        "GET /%zz, 400",
        "GET /api/nothing, 404",
        "GET /api/nothing%00, 400",
        "GET /v1/nothing, 404",
        "GET /nothing, 404",
        "GET /js/nothing.js, 404",
        "GET /WEB-INF/web.xml, 404",
        "GET /META-INF/MANIFEST.MF, 404",
        "DELETE /api/models, 405",
        "PUT /login, 405",
        "FOO /api/models, 501",
        "FOO /v1/models, 501",
        "FOO /login, 501",
        "FOO /, 501",
        "FOO /css/login.css, 501",
        "TRACE /api/models, 501",
        "PROPFIND /nothing, 501"
    })
    void whatMakesNoSenseIsRefusedQuietly(String request, int status) throws IOException {
        var before = logged().size();
        var answer = Wire.answer(request + " HTTP/1.1", "Authorization: Bearer " + USER.token());
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertFalse(answer.matches(INSIDE), answer);
        if (request.contains(" /api") && !request.contains("/%") && !request.contains("%00")) {
            assertTrue(Wire.values(answer, "Content-Type").getFirst().startsWith("application/problem+json"), answer);
        }
        assertQuiet(before);
    }

    /** JAX-RS would build its own address of them. */
    @ParameterizedTest
    @ValueSource(strings = {"://", "https,http", "javascript", "%", "[", "http://a b"})
    void whatAProxySaysIsNoAddress(String scheme) throws IOException {
        var before = logged().size();
        for (var header : List.of("X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port")) {
            var answer = Wire.answer(
                    "GET /api/auth/me HTTP/1.1", "Authorization: Bearer " + USER.token(), header + ": " + scheme);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
        assertQuiet(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "bm9jb2xvbg=="})
    void aBrokenBasicCredentialIsRefusedOnce(String credential) throws IOException {
        var answer =
                Wire.answer("POST /api/auth/token HTTP/1.1", "Authorization: Basic " + credential, "Content-Length: 0");
        assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
        assertEquals(answer.indexOf("\"status\""), answer.lastIndexOf("\"status\""), answer);
    }

    /** As the standard forbids them (RFC 9110, 5.5), whatever the header. */
    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "Last-Event-ID", "X-Anything"})
    void aHeaderWithANulIsRefused(String header) throws IOException {
        var before = logged().size();
        for (var path : List.of("/api/chat/message", "/api/chat/stream")) {
            var answer = Wire.answer(
                    "POST " + path + " HTTP/1.1",
                    "Authorization: Bearer " + USER.token(),
                    header + ": a\0b",
                    "Content-Type: application/json",
                    "Content-Length: 0");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        }
        assertQuiet(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000_000_000L, Long.MAX_VALUE, 253_402_300_800L})
    void aTokenThatLastsForEverIsGood(long expiry) {
        var issuer = TestServer.running().issuer();
        var claims = issuer.claims("u" + UUID.randomUUID(), "user");
        claims.setClaim("exp", expiry);
        var user = Api.bearing(issuer.sign(claims));
        user.get("/api/auth/me").with(200);
        user.tell(Api.json("message", "For ever?"));
        user.send("POST", "/api/auth/session", new byte[0]).with(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "1e400", "-1e18", "[1]", "null", "{}"})
    void aTokenThatExpiresNeverMindWhenIsRefused(String expiry) {
        var head = "{\"alg\":\"RS256\"}";
        var body = "{\"iss\":\"x\",\"sub\":\"y\",\"aud\":\"z\",\"exp\":" + expiry + "}";
        Api.bearing(base64(head) + "." + base64(body) + ".AAAA")
                .get("/api/auth/me")
                .problem(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "evil.example", "evil.example:99999", "a@b"})
    void aRedirectNamesNoHost(String host) throws IOException {
        for (var path : List.of("/console", "/console/", "/", "/js", "/css")) {
            try (var wire = Wire.open()) {
                var answer = wire.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                        .rest();
                for (var location : Wire.values(answer, "Location")) {
                    assertTrue(location.matches("/([^/].*)?"), path + ": " + location);
                }
                assertFalse(answer.contains("evil.example"), path + ": " + answer);
            }
        }
    }

    @Test
    void aMadeUpMethodMakesNoMetric() throws IOException {
        for (var path : List.of("/login", "/api/models", "/metrics", "/health", "/openapi", "/nothing", "/")) {
            Wire.answer("MADEUP " + path + " HTTP/1.1", "Authorization: Bearer " + USER.token());
            Wire.answer("MADEUP " + path + " HTTP/1.1");
        }
        assertFalse(Api.nobody().get("/metrics").with(200).body().contains("MADEUP"));
    }

    @Test
    void noOtherOriginReadsTheMetrics() {
        var reply = Api.nobody().with("Origin", "https://evil.example").get("/metrics");
        assertEquals("", reply.header("Access-Control-Allow-Origin"));
    }

    /** Each in its own way makes the server, or a part of it, throw. */
    @Test
    void noFileHoldsWhatARequestSaid() throws IOException {
        var secret = "secret" + UUID.randomUUID().toString().replace("-", "");
        for (var header : List.of(
                "X-Forwarded-Proto: ",
                "Forwarded: proto=",
                "X-Forwarded-For: " + "9".repeat(3_000),
                "X-Forwarded-Port: x",
                "Content-Length: x",
                "Content-Length: -1",
                "Transfer-Encoding: x",
                "Accept: */*;q=x",
                "Accept-Language: ;q=x",
                "Cookie: \0=\0;;=",
                "Content-Type: ;;/",
                "Range: bytes=x",
                "If-Modified-Since: x",
                "Expect: x",
                "Host: [",
                "Upgrade: h2c\r\nHTTP2-Settings: " + secret)) {
            for (var path :
                    List.of("/api/chat/message", "/login", "/%zz", "/console/index.xhtml", "/health", "/metrics")) {
                for (var authorization : List.of("Bearer " + secret, "Basic " + secret, "Bearer " + USER.token())) {
                    Wire.answer(
                            "POST " + path + "?message=" + secret + " HTTP/1.1",
                            "Authorization: " + authorization,
                            header,
                            "",
                            "{\"message\":\"" + secret + "\"}");
                }
            }
        }
        try (var files = Files.walk(TestServer.running().node().folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertHoldsNone(
                        file, secret, USER.token().substring(USER.token().length() - 40), "\"scripted\"");
            }
        }
        assertFalse(Files.exists(logs().resolve("ffdc")), "there are files about failures");
    }

    private static void assertHoldsNone(Path file, String... secrets) throws IOException {
        var text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        for (var secret : secrets) {
            assertFalse(text.contains(secret), file + " holds " + secret);
        }
    }

    private static void assertQuiet(int before) throws IOException {
        var more = logged();
        var news = more.subList(before, more.size()).stream()
                .filter(line -> !line.contains(SERVLET_STARTED))
                .toList();
        assertTrue(news.size() <= 1, () -> String.join("\n", news));
        news.forEach(line -> assertFalse(line.contains("Exception"), line));
    }

    private static List<String> logged() throws IOException {
        return Files.readAllLines(TestServer.running().node().folder().resolve("console.log"));
    }

    private static Path logs() {
        return TestServer.running().node().folder().resolve("servers/baton/logs");
    }

    private static String base64(String json) {
        return java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
