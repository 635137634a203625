package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.RedisData;
import io.baton.testing.Reply;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How sessions begin and end on two nodes; the second one has few attempts to spare. */
@Tag("long")
class SessionsIT {
    private static final byte[] NOTHING = new byte[0];

    private static TestNode second;

    @BeforeAll
    static void startAnotherNode() {
        second = TestServer.running()
                .anotherNode(Map.of(
                        "BATON_SIGN_IN_ATTEMPTS", "3",
                        "BATON_SIGN_IN_ATTEMPTS_PER_NAME", "6",
                        "BATON_SIGN_IN_ATTEMPTS_PER_ADDRESS", "12",
                        "BATON_SIGN_IN_WINDOW", "PT1M",
                        "BATON_SIGN_IN_SESSIONS_PER_MINUTE", "2"));
    }

    @AfterAll
    static void stopIt() {
        second.kill();
    }

    @Test
    void aCopiedCookieEndsOnAllNodesWithItsSessionAndStaysSoWithoutRedis() {
        var cookie = signedIn("author");
        var copied = new Api(Map.of("Cookie", cookie));
        assertEquals(200, copied.at(second.url()).get("/api/auth/me").status());

        Browsers.atFirst()
                .with("Cookie", cookie)
                .send("POST", "/logout", NOTHING)
                .with(303);
        copied.get("/api/auth/me").problem(401);
        awaitRefusal(copied.at(second.url()), "/api/auth/me");

        emptyRedis();
        copied.get("/api/auth/me").problem(401);
        copied.at(second.url()).get("/api/auth/me").problem(401);
    }

    @Test
    void aNodeThatStartsLaterKnowsWhatHasEnded() {
        var cookie = signedIn("author");
        Browsers.atFirst()
                .with("Cookie", cookie)
                .send("POST", "/logout", NOTHING)
                .with(303);
        awaitRefusal(new Api(Map.of("Cookie", cookie)).at(second.url()), "/api/auth/me");

        second.kill();
        second.startAgain();
        new Api(Map.of("Cookie", cookie)).at(second.url()).get("/api/auth/me").problem(401);
    }

    @Test
    void otherSessionsOfTheUserGoOn() {
        var one = signedIn("author");
        var other = signedIn("author");
        Browsers.atFirst().with("Cookie", one).send("POST", "/logout", NOTHING).with(303);
        assertEquals(200, new Api(Map.of("Cookie", other)).get("/api/auth/me").status());
    }

    @Test
    void aBearerTokenAndTheStreamCookieMadeForItEndTogether() {
        var author = Api.of("author");
        var sent = author.post("/api/chat/message", Api.json("message", Providers.quick(1)))
                .with(200);
        var stream = new Api(Map.of("Cookie", Browsers.cookie(sent, "baton_stream"), "Sec-Fetch-Site", "same-origin"));
        var path =
                "/api/chat/stream?model=qwen2.5&conversationId=" + sent.json().getString("conversationId");
        assertEquals(200, stream.get(path).status());

        author.delete("/api/auth/session").with(204);
        author.get("/api/auth/me").problem(401);
        stream.get(path).problem(401);
        awaitRefusal(stream.at(second.url()), path);
    }

    @Test
    void anAdminEndsAllSessionsOfAUserWhoMaySignInAgain() {
        var cookie = new Api(Map.of("Cookie", signedIn("reader")));
        var bearer = Api.of("reader");
        var userId = bearer.userId();

        bearer.delete("/api/admin/users/" + userId + "/sessions").problem(403);
        Api.of("admin").delete("/api/admin/users/nobody/sessions").problem(400, "userId");
        Api.of("admin").delete("/api/admin/users/" + userId + "/sessions").with(204);

        cookie.get("/api/auth/me").problem(401);
        bearer.get("/api/auth/me").problem(401);
        awaitRefusal(bearer.at(second.url()), "/api/auth/me");
        assertEquals(userId, Api.of("reader").userId());
    }

    @Test
    void theSessionsThatAUserMayBeginAreBoundedAndAnOthersAreNot() {
        var user = Api.somebody().at(second.url());
        user.send("POST", "/api/auth/session", NOTHING).with(204);
        user.send("POST", "/api/auth/session", NOTHING).with(204);

        var refused = user.send("POST", "/api/auth/session", NOTHING);
        refused.problem(429);
        var seconds = Integer.parseInt(refused.header("Retry-After"));
        assertTrue(seconds > 0 && seconds <= 60, refused.header("Retry-After"));
        assertEquals("", refused.header("Set-Cookie"));
        Api.somebody()
                .at(second.url())
                .send("POST", "/api/auth/session", NOTHING)
                .with(204);
    }

    @Test
    void guessesFromOneAddressAreBoundedAndAreToldHowLong() {
        var name = "guessed-" + UUID.randomUUID();
        var address = address();
        for (var i = 0; i < 3; i++) {
            basic(address, name, "wrong" + i).problem(401);
        }
        var refused = basic(address, name, "wrong");
        refused.problem(429);
        var seconds = Integer.parseInt(refused.header("Retry-After"));
        assertTrue(seconds > 0 && seconds <= 60, refused.header("Retry-After"));
        assertTrue(refused.json().getString("detail").contains(" " + seconds + " seconds"), refused.body());
        basic(address(), name, "wrong").problem(401);
    }

    @Test
    void guessesOfManyNamesFromOneAddressAreBounded() {
        var address = address();
        for (var i = 0; i < 12; i++) {
            basic(address, "guessed-" + UUID.randomUUID(), "wrong").problem(401);
        }
        basic(address, "guessed-" + UUID.randomUUID(), "wrong").problem(429);
        basic(address, "author", "author").problem(429);
    }

    @Test
    void theRightPasswordCountsForNothing() {
        var address = address();
        for (var i = 0; i < 20; i++) {
            basic(address, "author", "author").with(200);
        }
    }

    @Test
    void whoeverGuessesLocksOutNeitherTheUserElsewhereNorABrowserThatIsKnown() {
        var home = address();
        var form = Browsers.at(second.url());
        var known = Browsers.signIn(form.with("X-Forwarded-For", home), "admin", "admin")
                .with(303);
        guess(address(), "admin");
        basic(address(), "admin", "admin").with(200);
        guess(address(), "admin");

        var stranger = form.with("X-Forwarded-For", address()).with("Accept-Language", "zh");
        var refused = Browsers.signIn(stranger, "admin", "admin").with(429);
        assertTrue(refused.body().contains("登录尝试过多"), refused.body());
        assertTrue(Integer.parseInt(refused.header("Retry-After")) <= 60);

        var device = Browsers.cookie(known, "baton_device");
        Browsers.signIn(stranger.with("Cookie", device), "admin", "admin").with(303);
        for (var i = 0; i < 3; i++) {
            Browsers.signIn(stranger.with("Cookie", device), "admin", "wrong").with(401);
        }
        Browsers.signIn(stranger.with("Cookie", device), "admin", "wrong").with(429);
    }

    /** Three times. */
    private static void guess(String address, String name) {
        for (var i = 0; i < 3; i++) {
            basic(address, name, "wrong" + i).problem(401);
        }
    }

    /** Of a network for documentation, as a proxy of ours would name it. */
    private static String address() {
        var random = ThreadLocalRandom.current();
        return "198." + (18 + random.nextInt(2)) + "." + random.nextInt(256) + "." + random.nextInt(256);
    }

    private static Reply basic(String address, String name, String password) {
        var credentials = Base64.getEncoder().encodeToString((name + ":" + password).getBytes());
        return new Api(second.url(), Map.of("Authorization", "Basic " + credentials, "X-Forwarded-For", address))
                .send("POST", "/api/auth/token", NOTHING);
    }

    private static String signedIn(String user) {
        return Browsers.cookie(Browsers.signIn(Browsers.atFirst(), user, user).with(303), "baton_session");
    }

    private static void awaitRefusal(Api api, String path) {
        Await.until("refused", () -> api.get(path).status(), status -> status == 401);
    }

    private static void emptyRedis() {
        RedisData.loseEverything();
    }
}
