package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import io.baton.token.Mint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever a node needs is away, slow or wrong, for this node alone: what still works, what a caller is told, what its health says, and that it
 * heals. docs/outages.md is the table of it.
 */
@Tag("long")
class OutagesIT {
    private static final Duration SLOW = Duration.ofMillis(400);
    private static final Duration HEALED = Duration.ofSeconds(30);
    private static final String QWEN = "/qwen/v1";
    private static Cable redis;
    private static Cable database;
    private static Cable qwen;
    private static Cable issuer;
    private static HttpServer keys;
    private static TestNode node;
    private static Health health;

    private final Api user = Api.of("admin").at(node.url());

    @BeforeAll
    static void aNodeWhoseNetworkCanFail() throws IOException {
        var usual = TestServer.running().environment();
        keys = serve(Files.readAllBytes(Path.of(System.getProperty("baton.folder"), "outside", "issuer.json")));
        issuer = new Cable(URI.create("http://localhost:" + keys.getAddress().getPort()));
        redis = new Cable(URI.create(usual.get("REDIS_URL")));
        database = new Cable(URI.create(usual.get("DB_URL").substring("jdbc:".length())));
        qwen = new Cable(URI.create(usual.get("QWEN_MP_REST_URL")));
        node = TestServer.running()
                .anotherNode(Map.of(
                        "REDIS_URL", "redis://localhost:" + redis.port(),
                        "DB_URL", "jdbc:postgresql://localhost:" + database.port() + "/postgres",
                        "QWEN_MP_REST_URL", qwen.url() + QWEN,
                        "QWEN_MP_REST_READTIMEOUT", "2000",
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION", issuer.url() + "/keys"));
        health = new Health(node.url());
    }

    private static HttpServer serve(byte[] text) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/keys", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
            }
        });
        server.start();
        return server;
    }

    @AfterEach
    void everythingIsBack() {
        redis.mend();
        database.mend();
        qwen.mend();
        issuer.mend();
        RedisData.requirePassword("");
        awaitWell();
    }

    @AfterAll
    static void itIsNotNeededAnyMore() {
        node.kill();
        redis.close();
        database.close();
        qwen.close();
        issuer.close();
        keys.stop(0);
    }

    @Test
    void withoutRedisAnswersGoOn() {
        redis.cut();
        assertServesWithoutRedis("disconnected");
        redis.mend();
        awaitHealed("redis");
    }

    @Test
    void aSlowRedisIsLeftAlone() {
        redis.slow(SLOW);
        assertServesWithoutRedis("time-out");
        redis.mend();
        awaitHealed("redis");
    }

    @Test
    void aRedisThatWantsAPasswordIsLeftAlone() {
        RedisData.requirePassword("another");
        redis.cut();
        redis.mend();
        assertServesWithoutRedis("wrong-password");
        RedisData.requirePassword("");
        awaitHealed("redis");
    }

    private void assertServesWithoutRedis(String reason) {
        Await.until(() -> health.reason("redis"), seen -> seen.equals(reason));
        assertEquals(200, health.readiness());
        user.hear(Providers.quick(3)).complete();
        Await.until(() -> Metrics.sumAt(node.url(), "baton_redis_degraded"), degraded -> degraded == 1);
    }

    @Test
    void withoutPostgresqlTheNodeSaysSoAndIsAlive() {
        database.cut();
        assertNotReady("disconnected");
        database.mend();
        awaitHealed("postgresql");
        user.hear(Providers.quick(3)).complete();
    }

    @Test
    void aSlowPostgresqlKeepsNobodyWaitingForEver() {
        database.slow(Duration.ofSeconds(20));
        assertNotReady("time-out");
        database.mend();
        awaitHealed("postgresql");
        user.hear(Providers.quick(3)).complete();
    }

    @Test
    void whatIsNoPostgresqlIsNotTakenForIt() {
        try (var other = new Talker(0, "220 Not what you look for\r\n")) {
            database.leadTo(other.port());
            assertNotReady("invalid-reply");
        }
        database.mend();
        awaitHealed("postgresql");
        user.hear(Providers.quick(3)).complete();
    }

    private void assertNotReady(String reason) {
        Await.until(() -> health.reason("postgresql"), seen -> seen.equals(reason));
        assertEquals(503, health.readiness());
        assertEquals(200, health.liveness());
        var refusal = user.get("/api/chat/conversations");
        assertEquals("UNAVAILABLE", refusal.problem(503).getString("code"));
        assertTrue(Integer.parseInt(refusal.header("Retry-After")) > 0);
    }

    @Test
    void whereAProviderIsAwayAnotherModelAnswers() {
        qwen.cut();
        assertAnotherAnswers("qwen=disconnected");
        qwen.mend();
        awaitHealed("models");
        assertEquals("qwen2.5", user.hear(Providers.quick(1)).complete().getString("model"));
    }

    @Test
    void whereAProviderIsNoneAnotherModelAnswers() {
        try (var other = new Talker(0, "220 Not what you look for\r\n")) {
            qwen.leadTo(other.port());
            Await.until(
                    "another one answers",
                    () -> user.hear(Providers.quick(1)).complete().getString("model"),
                    model -> !model.equals("qwen2.5"));
            assertEquals(200, health.readiness());
        }
    }

    @Test
    void whereAProviderIsTooSlowAnotherModelAnswers() {
        qwen.slow(Duration.ofSeconds(5));
        var frames = user.hear(Providers.quick(3));
        assertNotEquals("qwen2.5", frames.complete().getString("model"));
        assertEquals("too_slow", Database.attempts(frames.answerId()).getFirst().outcome());
        assertEquals(200, health.readiness());
        assertTrue(Metrics.sumAt(node.url(), "baton_model_requests_total", "outcome=\"too_slow\"") > 0);
    }

    private void assertAnotherAnswers(String reason) {
        Await.until(() -> health.reason("models"), seen -> seen.contains(reason));
        assertEquals(200, health.readiness());
        var frames = user.hear(Providers.quick(3));
        assertNotEquals("qwen2.5", frames.complete().getString("model"));
        assertTrue(Metrics.sumAt(node.url(), "baton_model_switches_total") > 0);
    }

    /** Keys that are known stay in use; a token of another key makes the node fetch them again. */
    @Test
    void whileTheIssuersKeysCanNotBeFetchedOnlyItsNewTokensAreRefused() {
        Await.until(this::statusOfOutsider, status -> status == 200);
        issuer.cut();
        assertTokensRefused("https://issuer.example=disconnected");
        issuer.mend();
        issuer.slow(Duration.ofSeconds(5));
        assertTokensRefused("https://issuer.example=time-out");
        issuer.mend();
        try (var other = new Talker(0, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nNot a key")) {
            issuer.leadTo(other.port());
            assertTokensRefused("https://issuer.example=invalid-reply");
        }
        issuer.mend();
        Await.until("the key is no key of the issuer", this::statusOfNewKey, status -> status == 401);
        assertEquals("", health.reason("issuers"));
    }

    private void assertTokensRefused(String reason) {
        Await.until("the key can't be known", this::statusOfNewKey, status -> status == 503);
        assertEquals(200, statusOfOutsider(), "its keys were known before");
        Await.until(() -> health.reason("issuers"), seen -> seen.equals(reason));
        assertEquals(200, health.readiness());
        assertEquals(1, Metrics.sumAt(node.url(), "baton_issuers_unavailable"));
        user.hear(Providers.quick(1)).complete();
    }

    private int statusOfNewKey() {
        var claims = TestServer.running().issuer().claims("somebody", "user");
        return Api.bearing(new Mint().sign(claims))
                .at(node.url())
                .get("/api/auth/me")
                .status();
    }

    private int statusOfOutsider() {
        return Api.somebody().at(node.url()).get("/api/auth/me").status();
    }

    private static void awaitHealed(String check) {
        Await.until(check + " is well", HEALED, () -> health.reason(check), String::isEmpty);
    }

    private static void awaitWell() {
        Await.until("it is ready", HEALED, health::readiness, status -> status == 200);
        awaitHealed("redis");
        awaitHealed("postgresql");
    }
}
