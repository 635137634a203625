package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Reply;
import io.baton.token.KeyServer;
import io.baton.token.Mint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node with two issuers that publish their keys over HTTP, as clients see it. */
@Tag("long")
class IssuersIT {
    private static final String PARTNER = "https://partner.example";
    private static final byte[] NOTHING = new byte[0];
    private static final Mint STAFF = new Mint();
    private static final Mint PARTNERS = Mint.onCurve(EllipticCurves.P256);
    private static final List<String> SHOWN = new ArrayList<>();

    private static KeyServer staff;
    private static KeyServer partners;
    private static TestNode node;

    @BeforeAll
    static void start() throws IOException {
        staff = new KeyServer(STAFF.jwks());
        partners = new KeyServer(PARTNERS.jwks());
        node = TestServer.running().anotherNode(settings());
    }

    private static Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("MP_JWT_VERIFY_ISSUER", Mint.ISSUER),
                Map.entry("MP_JWT_VERIFY_AUDIENCES", "other, " + Mint.AUDIENCE),
                Map.entry("MP_JWT_VERIFY_PUBLICKEY_LOCATION", staff.url()),
                Map.entry("MP_JWT_VERIFY_PUBLICKEY_ALGORITHM", "RS256,RS512,ES256"),
                Map.entry("MP_JWT_TOKEN_HEADER", "Cookie"),
                Map.entry("MP_JWT_TOKEN_COOKIE", "blog_login"),
                Map.entry("BATON_ROLES_CLAIM", "realm_access.roles, resource_access.baton.roles, groups"),
                Map.entry("BATON_ISSUERS", "partner"),
                Map.entry("BATON_ISSUER_PARTNER_VERIFY_ISSUER", PARTNER),
                Map.entry("BATON_ISSUER_PARTNER_VERIFY_AUDIENCES", Mint.AUDIENCE),
                Map.entry("BATON_ISSUER_PARTNER_VERIFY_PUBLICKEY_LOCATION", partners.url()),
                Map.entry("BATON_ISSUER_PARTNER_ROLES_NAMES", "members=user"));
    }

    @AfterAll
    static void stop() {
        node.kill();
        staff.close();
        partners.close();
    }

    @BeforeEach
    void publish() {
        staff.fail(200);
        staff.publish(STAFF.jwks());
    }

    @Test
    void rolesComeFromNestedClaimsAndFromASingleText() {
        var nested = claims();
        nested.setClaim("realm_access", Map.of("roles", List.of("admin", "offline_access")));
        nested.unsetClaim("groups");
        bearing(STAFF.sign(nested)).get("/api/admin/live-figures").with(200);
        var single = claims();
        single.setClaim("groups", "admin");
        bearing(STAFF.sign(single)).get("/api/admin/live-figures").with(200);
        bearing(STAFF.sign(claims())).get("/api/admin/live-figures").problem(403);
    }

    @Test
    void eachConfiguredAlgorithmIsAcceptedOnBothInterfaces() {
        for (var algorithm : List.of("RS256", "RS512")) {
            bearing(STAFF.sign(claims(), algorithm)).get("/v1/models").with(200);
            bearing(STAFF.sign(claims(), algorithm)).get("/api/auth/me").with(200);
        }
        bearing(STAFF.sign(claims(), "PS256")).get("/api/auth/me").problem(401);
        bearing(STAFF.sign(claims(), "PS256")).get("/v1/models").with(401);
    }

    @Test
    void theSameNameOfTwoIssuersIsTwoUsersAndNoneMakesAdminsOfTheOther() {
        var ours = bearing(STAFF.sign(claims()));
        var claims = claims();
        claims.setIssuer(PARTNER);
        claims.setStringListClaim("groups", "members", "admin");
        var theirs = bearing(PARTNERS.sign(claims, "ES256"));
        assertNotEquals(ours.userId(), theirs.userId());
        assertEquals(
                List.of("user"),
                theirs.get("/api/auth/me")
                        .with(200)
                        .json()
                        .getJsonArray("roles")
                        .getValuesAs(v -> v.toString().replace("\"", "")));
        theirs.get("/api/admin/live-figures").problem(403);
        bearing(STAFF.sign(claims)).get("/api/auth/me").problem(401);
        bearing(PARTNERS.sign(claims(), "ES256")).get("/api/auth/me").problem(401);
    }

    @Test
    void aRefusedTokenSaysWhyInTheLanguageOfTheCaller() {
        var id = claims();
        id.setStringClaim("nonce", "n-" + UUID.randomUUID());
        assertDetail("not an access token", bearing(STAFF.sign(id)).get("/api/auth/me"));
        assertDetail(
                "访问令牌", bearing(STAFF.sign(id)).with("Accept-Language", "zh").get("/api/auth/me"));
        var old = claims();
        old.setExpirationTime(Mint.at(Instant.now().minusSeconds(60)));
        assertDetail("has expired", bearing(STAFF.sign(old)).get("/api/auth/me"));
        var early = claims();
        early.setNotBefore(Mint.at(Instant.now().plusSeconds(300)));
        assertDetail("clocks", bearing(STAFF.sign(early)).get("/api/auth/me"));
        for (var size : List.of(16_384, 20_000)) {
            var huge = claims();
            huge.setStringClaim("padding", "x".repeat(size));
            assertDetail("16384", bearing(STAFF.sign(huge)).get("/api/auth/me"));
            bearing(STAFF.sign(huge)).get("/v1/models").with(401);
        }
    }

    @Test
    void twoRotationsWithinTenSecondsLeaveNoGap() {
        bearing(STAFF.sign(claims())).get("/api/auth/me").with(200);
        for (var next : List.of(new Mint(), new Mint())) {
            staff.publish(next.jwks());
            bearing(next.sign(claims())).get("/api/auth/me").with(200);
        }
    }

    @Test
    void whileTheIssuerIsAwayKnownKeysServeAndAFreshNodeSaysThatItCantKnow() {
        bearing(STAFF.sign(claims())).get("/api/auth/me").with(200);
        staff.fail(500);
        var unknown = bearing(new Mint().sign(claims())).get("/api/auth/me");
        unknown.problem(503);
        assertEquals("5", unknown.header("Retry-After"));
        bearing(new Mint().sign(claims())).get("/v1/models").with(503);
        bearing(STAFF.sign(claims())).get("/api/auth/me").with(200);
        assertTrue(ready(node.url()).contains(Mint.ISSUER + "=invalid-reply"), ready(node.url()));

        var fresh = TestServer.running().anotherNode(settings());
        try {
            var away = bearing(STAFF.sign(claims())).at(fresh.url());
            away.get("/api/auth/me").problem(503);
            away.send("POST", "/api/auth/session", NOTHING).problem(503);
            assertTrue(ready(fresh.url()).contains(Mint.ISSUER + "=invalid-reply"), ready(fresh.url()));
            var partner = claims();
            partner.setIssuer(PARTNER);
            bearing(PARTNERS.sign(partner, "ES256"))
                    .at(fresh.url())
                    .get("/api/auth/me")
                    .with(200);
            staff.fail(200);
            Await.until(
                    "the keys are fetched",
                    Await.ENOUGH,
                    () -> away.get("/api/auth/me").status(),
                    s -> s == 200);
        } finally {
            fresh.kill();
        }
        Await.until("the node is well", Await.ENOUGH, () -> ready(node.url()), body -> !body.contains(Mint.ISSUER));
    }

    @Test
    void aTokenMayBeInTheConfiguredCookie() {
        var cookie = "blog_login=" + shown(STAFF.sign(claims()));
        var browser = new Api(node.url(), Map.of("Cookie", cookie));
        browser.get("/api/auth/me").with(200);
        browser.get("/v1/models").with(401);
        browser.with("Sec-Fetch-Site", "cross-site")
                .send("DELETE", "/api/chat/conversations/" + UUID.randomUUID(), null)
                .problem(403);
        browser.send("POST", "/api/auth/session", NOTHING).problem(403);
        browser.with("Authorization", "Bearer x").get("/api/auth/me").problem(401);
        var old = claims();
        old.setExpirationTime(Mint.at(Instant.now().minusSeconds(60)));
        new Api(node.url(), Map.of("Cookie", "blog_login=" + STAFF.sign(old)))
                .get("/")
                .with(302);
    }

    @Test
    void ourKeysArePublishedAndVerifyOurTokens() throws Exception {
        var published =
                new Api(node.url(), Map.of()).get("/.well-known/jwks.json").with(200);
        assertTrue(published.header("Content-Type").startsWith("application/jwk-set+json"));
        assertFalse(published.body().contains("\"d\""), published.body());
        var signature = (JsonWebSignature)
                JsonWebSignature.fromCompactSerialization(Api.of("author").token());
        var keys = new JsonWebKeySet(published.body()).getJsonWebKeys();
        assertEquals(1, keys.size());
        assertEquals(keys.getFirst().getKeyId(), signature.getKeyIdHeaderValue());
        signature.setKey(keys.getFirst().getKey());
        assertTrue(signature.verifySignature());
        assertTrue(ready(node.url()).contains("\"name\":\"https\""), ready(node.url()));
    }

    @Test
    void nothingOfATokenIsLogged() throws IOException {
        aRefusedTokenSaysWhyInTheLanguageOfTheCaller();
        aTokenMayBeInTheConfiguredCookie();
        try (var files = Files.walk(node.folder())) {
            for (var log : files.filter(IssuersIT::isLog).toList()) {
                var text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
                for (var token : SHOWN) {
                    assertTrue(
                            Arrays.stream(token.split("\\.")).noneMatch(part -> text.contains(part.substring(0, 40))),
                            log.toString());
                }
            }
        }
        assertFalse(SHOWN.isEmpty());
    }

    private static boolean isLog(Path file) {
        var name = file.toString();
        return Files.isRegularFile(file) && (name.endsWith(".log") || name.contains("ffdc"));
    }

    private static void assertDetail(String part, Reply reply) {
        var detail = reply.problem(401).getString("detail");
        assertTrue(detail.contains(part), detail);
    }

    private static String ready(String url) {
        return new Api(url, Map.of()).get("/health/ready").with(200).body();
    }

    private static Api bearing(String token) {
        return Api.bearing(shown(token), node.url());
    }

    private static String shown(String token) {
        SHOWN.add(token);
        return token;
    }

    private static JwtClaims claims() {
        var claims = Mint.goodClaims();
        claims.setExpirationTime(Mint.at(Instant.now().plusSeconds(600)));
        return claims;
    }
}
