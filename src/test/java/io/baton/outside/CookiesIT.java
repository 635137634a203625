package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a browser's cookie allows, and what it doesn't allow another site. */
class CookiesIT {
    private static final String ALLOWED = "https://blog.example";

    @Test
    void theLoginFormGivesACookie() {
        var cookie = signedIn("author");
        assertEquals(
                "author",
                new Api(Map.of("Cookie", cookie)).get("/api/auth/me").json().getString("name"));
    }

    @Test
    void theCookieIsKeptFromScriptsAndOtherSites() {
        var header = form("author", "author").headers().allValues("Set-Cookie").getFirst();
        assertTrue(header.contains("HttpOnly"), header);
        assertTrue(header.contains("SameSite="), header);
    }

    @Test
    void aWrongPasswordGivesNoCookie() {
        var refused = form("author", "wrong").with(401);
        assertEquals(List.of(), refused.headers().allValues("Set-Cookie"));
        assertTrue(refused.header("Content-Type").startsWith("text/html"));
    }

    @Test
    void aTokenOfTheOutsideIssuerIsExchangedForACookie() {
        var user = Api.somebody();
        var reply = user.send("POST", "/api/auth/session", new byte[0]).with(204);
        var cookie = cookie(reply, "baton_session");
        assertEquals(user.userId(), new Api(Map.of("Cookie", cookie)).userId());
    }

    @Test
    void onlyAnOutsideBearerTokenBeginsASession() {
        Api.of("author").send("POST", "/api/auth/session", new byte[0]).problem(403);
        new Api(Map.of("Cookie", signedIn("author")))
                .send("POST", "/api/auth/session", new byte[0])
                .problem(403);
        Api.nobody().send("POST", "/api/auth/session", new byte[0]).problem(401);
    }

    @Test
    void aBearersQuestionGivesACookieThatReadsTheAnswerOnly() {
        var user = Api.somebody();
        var sent = user.post("/api/chat/message", Api.json("message", Providers.quick(3)))
                .with(200);
        var browser = new Api(Map.of("Cookie", cookie(sent, "baton_stream"), "Sec-Fetch-Site", "same-origin"));
        try (var stream = browser.follow(sent.json().getString("conversationId"))) {
            assertEquals(Providers.numbered(3), stream.rest().complete().getString("content"));
        }
        browser.get("/api/chat/conversations").problem(401);
        browser.post("/api/chat/message", Api.json("message", "More")).problem(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none",
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://localhost:1"
    })
    void anotherSiteCanNotActThroughACookie(String header, String value) {
        var forged = new Api(Map.of("Cookie", signedIn("author"))).with(header, value);
        var question = Providers.quick(1);
        var path = "/api/chat/stream?message=" + Api.encoded(question);
        forged.post("/api/chat/message", Api.json("message", question)).problem(403);
        forged.post("/api/chat/stream", Api.json("message", question)).problem(403);
        forged.get(path).problem(403);
        assertEquals(0, Database.count("message where content = ?", question));
        assertEquals(List.of(), Providers.saw(question));
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site, same-origin", "Origin, https://blog.example"})
    void ourOwnPagesAndAllowedOnesMayAct(String header, String value) {
        new Api(Map.of("Cookie", signedIn("author"))).with(header, value).tell(Api.json("message", Providers.quick(1)));
    }

    @Test
    void aBearerWinsOverACookie() {
        var user = Api.somebody();
        assertEquals(user.userId(), user.with("Cookie", signedIn("author")).userId());
        Api.bearing("garbage")
                .with("Cookie", signedIn("author"))
                .get("/api/auth/me")
                .problem(401);
    }

    @Test
    void anAllowedOriginMayReadWhatItsBearerGets() {
        var reply = Api.somebody().with("Origin", ALLOWED).get("/api/models").with(200);
        assertEquals(ALLOWED, reply.header("Access-Control-Allow-Origin"));
        assertFalse(reply.header("Access-Control-Allow-Credentials").equals("true"));
        var refused = Api.nobody().with("Origin", ALLOWED).get("/api/models");
        refused.problem(401);
        assertEquals(ALLOWED, refused.header("Access-Control-Allow-Origin"));
    }

    @Test
    void anAllowedOriginMayStream() {
        try (var stream = Api.somebody().with("Origin", ALLOWED).ask(Providers.quick(1))) {
            assertEquals(
                    ALLOWED,
                    stream.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
            stream.rest();
        }
    }

    @Test
    void anyOtherOriginMayNotRead() {
        var reply = Api.somebody().with("Origin", "https://evil.example").get("/api/models");
        assertEquals("", reply.header("Access-Control-Allow-Origin"));
    }

    @Test
    void aPreflightNeedsNobody() {
        var reply = Api.nobody()
                .with("Origin", ALLOWED)
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization,content-type,idempotency-key")
                .send("OPTIONS", "/api/chat/stream", null);
        assertEquals(ALLOWED, reply.header("Access-Control-Allow-Origin"));
        assertTrue(reply.header("Access-Control-Allow-Methods").contains("POST"));
        assertTrue(reply.header("Access-Control-Allow-Headers").toLowerCase().contains("idempotency-key"));
    }

    @Test
    void whoeverIsNotSignedInIsSentToTheLoginPage() {
        var reply = Api.nobody().get("/console/").with(302);
        assertTrue(reply.header("Location").contains("/login?next="), reply.header("Location"));
        assertEquals(200, Api.nobody().get("/login").status());
    }

    private static Reply form(String user, String password) {
        return Api.nobody()
                .with("Content-Type", "application/x-www-form-urlencoded")
                .with("Origin", TestServer.running().url())
                .send(
                        "POST",
                        "/login",
                        ("username=" + user + "&password=" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String signedIn(String user) {
        return cookie(form(user, user).with(303), "baton_session");
    }

    private static String cookie(Reply reply, String name) {
        return reply.headers().allValues("Set-Cookie").stream()
                .filter(header -> header.startsWith(name + "="))
                .map(header -> header.substring(0, header.indexOf(';')))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cookie " + name + ": " + reply.headers()));
    }
}
