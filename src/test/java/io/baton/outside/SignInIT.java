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
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sign-in at an OpenID Connect provider that breaks single rules, with two nodes, step by step as a browser does it. */
@Tag("long")
class SignInIT {
    private static final byte[] NOTHING = new byte[0];
    private static OpenIdServer provider;
    private static TestNode first;
    private static TestNode second;

    @BeforeAll
    static void startAProviderAndTwoNodesThatUseIt() {
        provider = new OpenIdServer();
        var settings = new HashMap<>(provider.settings());
        settings.put("BATON_ROLES_CLAIM", "groups,realm_access.roles");
        settings.put("BATON_ROLES_NAMES", "editors=user,chief editors=admin");
        settings.put("MP_JWT_VERIFY_ISSUER", provider.issuer());
        settings.put("MP_JWT_VERIFY_AUDIENCES", "baton-api");
        settings.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", provider.issuer() + "/keys");
        first = TestServer.running().anotherNode(settings);
        settings.put("BATON_EMBEDDED_USERS", "false");
        settings.put("OIDC_ROLES_FROM", "access-token");
        second = TestServer.running().anotherNode(settings);
    }

    @AfterAll
    static void stopThem() {
        first.kill();
        second.kill();
        provider.close();
    }

    @BeforeEach
    void theProviderBehaves() {
        provider.behave();
    }

    /** A flow as a browser has it under way: the cookie that it keeps, and the address that the provider has led back to. */
    private record Underway(String cookie, String callback) {
        Reply finish(TestNode node) {
            return new Api(node.url(), Map.of("Cookie", cookie)).get(callback);
        }
    }

    private static Underway begin(TestNode node, String next) {
        var departure = new Api(node.url(), Map.of())
                .get("/login/oidc?next=" + Api.encoded(next))
                .with(200);
        var cookie = departure.headers().allValues("Set-Cookie").getFirst();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), cookie);
        var back = new Api("", Map.of()).get(onward(departure)).with(302);
        return new Underway(
                cookie.substring(0, cookie.indexOf(';')),
                back.header("Location").replaceFirst("https?://[^/]*", ""));
    }

    /** Where a page leads by itself. */
    private static String onward(Reply page) {
        var url = Pattern.compile("http-equiv=\"refresh\" content=\"0; url=([^\"]*)\"")
                .matcher(page.body());
        assertTrue(url.find(), page.body());
        return url.group(1).replace("&amp;", "&");
    }

    private static Api signedIn(TestNode node) {
        return new Api(
                node.url(),
                Map.of("Cookie", cookies(begin(node, "/").finish(node).with(200))));
    }

    /** All that a reply sets and does not remove. */
    private static String cookies(Reply reply) {
        return reply.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> !cookie.contains("Max-Age=0"))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
    }

    private static List<String> roles(Api api) {
        return api.get("/api/auth/me").with(200).json().getJsonArray("roles").getValuesAs(JsonString::getString);
    }

    @Test
    void whatOneNodeBeginsAnotherFinishesAndTheReaderIsLedToWhereTheyWanted() {
        var done = begin(first, "/console/?a=1&b=2").finish(second).with(200);
        assertTrue(
                done.body().contains("http-equiv=\"refresh\" content=\"0; url=/console/?a=1&amp;b=2\""), done.body());
        var me = new Api(first.url(), Map.of("Cookie", cookies(done)))
                .get("/api/auth/me")
                .with(200)
                .json();
        assertEquals("ada", me.getString("name"));
    }

    @Test
    void aSessionAndABearerTokenOfTheSameIssuerAreOnePerson() {
        var bearer = new JwtClaims();
        bearer.setIssuer(provider.issuer());
        bearer.setAudience("baton-api");
        bearer.setSubject("4711");
        bearer.setExpirationTimeMinutesInTheFuture(5);
        var userId = Api.bearing(provider.sign(bearer, "JWT"), first.url()).userId();
        assertEquals(userId, signedIn(first).userId());
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"})
    void nobodyIsLedToAnotherSite(String next) {
        var done = begin(first, next).finish(first).with(200);
        assertTrue(done.body().contains("content=\"0; url=/\""), done.body());
    }

    @Test
    void rolesAreThoseOfTheLastSignInByConfiguredClaimsAndNames() {
        provider.sayInIdTokens(claims -> {
            claims.setStringClaim("groups", "editors");
            claims.setClaim("realm_access", Map.of("roles", List.of("chief editors", "admin")));
        });
        assertEquals(List.of("admin", "user"), roles(signedIn(first)));
        provider.sayInIdTokens(claims -> claims.setStringListClaim("groups", "admin", "user"));
        assertEquals(List.of(), roles(signedIn(first)));
    }

    @Test
    void rolesComeFromTheAccessTokenWhereThatIsConfigured() {
        provider.sayInAccessTokens(claims -> claims.setStringListClaim("groups", "chief editors"));
        assertEquals(List.of("admin"), roles(signedIn(second)));
        assertEquals(List.of(), roles(signedIn(first)));
        provider.sayInAccessTokens(claims -> claims.setSubject("4712"));
        refused(begin(second, "/").finish(second), 400, "REFUSED");
    }

    @Test
    void aStateCountsOnceAlsoWhereTheProviderTakesCodesAgain() {
        provider.takeCodesAgain();
        var flow = begin(first, "/");
        flow.finish(first).with(200);
        refused(flow.finish(first), 400, "EXPIRED");
        refused(flow.finish(second), 400, "EXPIRED");
    }

    @Test
    void aCodeCountsOnce() {
        var flow = begin(first, "/");
        var another = begin(first, "/");
        flow.finish(first).with(200);
        var code = flow.callback().replaceFirst(".*[?&]code=([^&]*).*", "$1");
        var replayed = new Underway(another.cookie(), another.callback().replaceFirst("code=[^&]*", "code=" + code));
        refused(replayed.finish(first), 400, "EXPIRED");
    }

    @Test
    void aBrowserThatHasNotBegunTheFlowCanNotFinishIt() {
        var flow = begin(first, "/");
        refused(new Underway(begin(first, "/").cookie(), flow.callback()).finish(first), 400, "EXPIRED");
        refused(new Underway("a=b", flow.callback()).finish(first), 400, "EXPIRED");
        flow.finish(first).with(200);
    }

    @Test
    void aCodeOfAnotherFlowIsNoUse() {
        var stolen = begin(first, "/").callback().replaceFirst(".*[?&]code=([^&]*).*", "$1");
        var own = begin(first, "/");
        var injected = new Underway(own.cookie(), own.callback().replaceFirst("code=[^&]*", "code=" + stolen));
        refused(injected.finish(first), 400, "EXPIRED");
    }

    @Test
    void aChangedRedirectUriIsRefusedByTheProvider() {
        var departure = new Api(first.url(), Map.of()).get("/login/oidc?next=/").with(200);
        var cookie = departure.headers().allValues("Set-Cookie").getFirst().replaceFirst(";.*", "");
        var elsewhere = onward(departure)
                .replaceFirst(
                        "redirect_uri=[^&]*", "redirect_uri=" + Api.encoded(second.url() + "/login/oidc/callback"));
        var back = new Api("", Map.of()).get(elsewhere).with(302).header("Location");
        refused(new Underway(cookie, back.replaceFirst("https?://[^/]*", "")).finish(first), 400, "EXPIRED");
    }

    @Test
    void anotherIssuerThanTheOneThatWasAskedIsRefused() {
        provider.answerAs("https://mixed-up.example");
        refused(begin(first, "/").finish(first), 400, "REFUSED");
        var flow = begin(first, "/");
        refused(new Underway(flow.cookie(), flow.callback().replaceFirst("&iss=.*", "")).finish(first), 400, "REFUSED");
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, 403, CANCELLED",
        "temporarily_unavailable, 503, AWAY",
        "invalid_scope, 400, REFUSED",
        "nonsense%00%0a, 400, REFUSED"
    })
    void anErrorOfTheProviderIsExplained(String error, int status, String why) {
        var flow = begin(first, "/");
        var failed = flow.callback().replaceFirst("code=[^&]*", "error=" + error);
        refused(new Underway(flow.cookie(), failed).finish(first), status, why);
    }

    static Stream<Consumer<JwtClaims>> badIdTokens() {
        return Stream.of(
                claims -> claims.setIssuer("https://mixed-up.example"),
                claims -> claims.setAudience("another client"),
                claims -> claims.setStringClaim("nonce", "of another flow"),
                claims -> claims.unsetClaim("nonce"),
                claims -> claims.setStringClaim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
                claims -> claims.setExpirationTimeMinutesInTheFuture(-1),
                claims -> claims.unsetClaim("exp"),
                claims -> claims.unsetClaim("sub"),
                claims -> {
                    claims.setAudience("another client", OpenIdServer.CLIENT);
                    claims.setStringClaim("azp", "another client");
                });
    }

    @ParameterizedTest
    @MethodSource("badIdTokens")
    void anIdTokenThatIsNotMadeForThisFlowIsRefused(Consumer<JwtClaims> change) {
        provider.sayInIdTokens(change);
        refused(begin(first, "/").finish(first), 400, "REFUSED");
    }

    @ParameterizedTest
    @CsvSource({"25, 200", "-25, 200", "300, 400", "-331, 400"})
    void clocksMayDifferBySeconds(int seconds, int status) {
        provider.goAhead(Duration.ofSeconds(seconds));
        begin(first, "/").finish(first).with(status);
    }

    @Test
    void aKeyThatWasRotatedIsFetched() {
        signedIn(first);
        provider.rotateKey();
        signedIn(first);
        provider.rotateKey();
        signedIn(first);
    }

    @Test
    void aHugeListOfGroupsSignsInWithAShortCookie() {
        provider.sayInIdTokens(claims -> claims.setStringListClaim(
                "groups",
                IntStream.range(0, 20_000)
                        .mapToObj(i -> i == 10_000 ? "editors" : "group number " + i)
                        .toList()));
        var done = begin(first, "/").finish(first).with(200);
        assertTrue(cookies(done).length() < 2_000, done.headers().toString());
        assertEquals(List.of("user"), roles(new Api(first.url(), Map.of("Cookie", cookies(done)))));
    }

    @Test
    void manyFlowsOfOneBrowserDoNotPileUp() {
        var cookies = Stream.generate(() -> begin(first, "/").cookie()).limit(5).collect(Collectors.joining("; "));
        var sixth = new Api(first.url(), Map.of("Cookie", cookies))
                .get("/login/oidc")
                .with(200);
        assertEquals(
                5,
                sixth.headers().allValues("Set-Cookie").stream()
                        .filter(cookie -> cookie.contains("Max-Age=0"))
                        .count());
    }

    @Test
    void theLoginPageOffersTheProviderAndLeadsThereWhereItIsTheOnlyWay() {
        var both = new Api(first.url(), Map.of()).get("/login?next=/console/").with(200);
        assertTrue(both.body().contains("/login/oidc?next=%2Fconsole%2F"), both.body());
        assertTrue(both.body().contains("name=\"password\""), both.body());
        var only = new Api(second.url(), Map.of());
        assertEquals(
                "/login/oidc?next=%2Fconsole%2F",
                only.get("/login?next=/console/").with(303).header("Location"));
        var page = only.with("Accept-Language", "zh-CN").get("/login").with(200);
        assertTrue(page.body().contains("使用单位账号登录"), page.body());
        assertFalse(page.body().contains("name=\"password\""), page.body());
        new Api(TestServer.running().url(), Map.of()).get("/login/oidc").with(404);
        new Api(TestServer.running().url(), Map.of())
                .get("/login/oidc/callback")
                .with(404);
    }

    @Test
    void aSignOutHereEndsTheSessionAndLeadsToTheProvider() {
        var ada = signedIn(first);
        var out =
                ada.with("Origin", first.url()).send("POST", "/logout", NOTHING).with(200);
        var there = onward(out);
        assertTrue(there.startsWith(provider.issuer() + "/end?"), there);
        assertTrue(there.contains("client_id=" + OpenIdServer.CLIENT), there);
        assertTrue(there.contains("id_token_hint=eyJ"), there);
        assertTrue(there.contains("post_logout_redirect_uri=" + Api.encoded(first.url() + "/login")), there);
        assertEquals("", cookies(out));
        ada.get("/api/auth/me").problem(401);
    }

    @Test
    void theProviderEndsASessionOnAllNodesAndEachTokenCountsOnce() {
        provider.sayInIdTokens(claims -> claims.setStringClaim("sid", "one"));
        var one = signedIn(first);
        provider.sayInIdTokens(claims -> claims.setStringClaim("sid", "another"));
        var another = signedIn(first);

        var token = provider.sign(provider.logout("one"), "logout+jwt");
        assertEquals("no-store", logOut(second, token).with(200).header("Cache-Control"));
        one.at(second.url()).get("/api/auth/me").problem(401);
        Await.until("ended here, too", () -> one.get("/api/auth/me").status(), status -> status == 401);
        another.get("/api/auth/me").with(200);
        logOut(second, token).with(400);
        logOut(first, token).with(400);

        var all = provider.logout("unused");
        all.unsetClaim("sid");
        all.setSubject("4711");
        logOut(first, provider.sign(all, "logout+jwt")).with(200);
        another.get("/api/auth/me").problem(401);
        assertNotEquals("", signedIn(first).userId());
    }

    static Stream<Consumer<JwtClaims>> badLogoutTokens() {
        return Stream.of(
                claims -> claims.setIssuer("https://mixed-up.example"),
                claims -> claims.setAudience("another client"),
                claims -> claims.setStringClaim("nonce", "n"),
                claims -> claims.unsetClaim("events"),
                claims -> claims.setClaim("events", Map.of("https://events.example/other", Map.of())),
                claims -> claims.unsetClaim("sid"),
                claims -> claims.unsetClaim("jti"),
                claims -> claims.unsetClaim("iat"),
                claims -> claims.setExpirationTimeMinutesInTheFuture(-1),
                claims -> {
                    var old = NumericDate.now();
                    old.addSeconds(-400);
                    claims.setIssuedAt(old);
                });
    }

    @ParameterizedTest
    @MethodSource("badLogoutTokens")
    void aLogoutTokenThatIsNotOneEndsNothing(Consumer<JwtClaims> change) {
        provider.sayInIdTokens(claims -> claims.setStringClaim("sid", "kept"));
        var ada = signedIn(first);
        var claims = provider.logout("kept");
        change.accept(claims);
        assertEquals(
                "invalid_request",
                logOut(first, provider.sign(claims, "logout+jwt"))
                        .with(400)
                        .json()
                        .getString("error"));
        ada.get("/api/auth/me").with(200);
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0NzExIn0."})
    void nonsenseIsNoLogoutToken(String token) {
        logOut(first, token).with(400);
    }

    @Test
    void whileTheProviderIsAwayANodeThatKnowsItGoesOnAndAFreshOneSaysSo() {
        var flow = begin(first, "/");
        var ada = signedIn(first);
        provider.shut();
        try {
            onward(new Api(first.url(), Map.of()).get("/login/oidc").with(200));
            ada.get("/api/auth/me").with(200);
            refused(flow.finish(first), 503, "AWAY");
            var fresh = TestServer.running().anotherNode(provider.settings());
            try {
                var page = new Api(fresh.url(), Map.of("Accept-Language", "zh"))
                        .get("/login/oidc")
                        .with(503);
                assertTrue(page.body().contains("暂时无法连接登录服务"), page.body());
                assertEquals("10", page.header("Retry-After"));
                new Api(fresh.url(), Map.of()).get("/health/ready").with(200);
                provider.open();
                Await.until(
                        () -> new Api(fresh.url(), Map.of()).get("/login/oidc").status(), status -> status == 200);
            } finally {
                fresh.kill();
            }
        } finally {
            provider.open();
        }
        signedIn(first);
    }

    @Test
    void noLogHasAToken() throws IOException {
        var ada = signedIn(first);
        logOut(first, provider.sign(provider.logout("nobody's"), "logout+jwt"));
        provider.sayInIdTokens(claims -> claims.setAudience("another client"));
        refused(begin(first, "/").finish(first), 400, "REFUSED");
        var secrets = Stream.concat(
                        provider.tokens().stream(),
                        Stream.of(OpenIdServer.SECRET, ada.headers().get("Cookie")))
                .map(token -> token.substring(token.length() / 2))
                .toList();
        try (var files = Files.walk(first.folder())) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".log")).toList()) {
                var text = Files.readString(file);
                assertEquals(List.of(), secrets.stream().filter(text::contains).toList(), file.toString());
            }
        }
    }

    private static Reply logOut(TestNode node, String token) {
        return new Api(node.url(), Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .send("POST", "/login/oidc/logout", ("logout_token=" + token).getBytes());
    }

    /** A page that explains, and nothing half signed in. */
    private static void refused(Reply reply, int status, String why) {
        reply.with(status);
        assertEquals("", cookies(reply), "nobody is signed in");
        var texts = ResourceBundle.getBundle("io.baton.messages", Locale.ROOT);
        assertTrue(reply.body().contains(texts.getString("login.failed." + why).replace("'", "&#39;")), reply.body());
    }
}
