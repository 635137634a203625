package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.baton.settings.CommaSeparated;
import io.baton.token.Mint;
import io.baton.token.TokenConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.RsaKeyUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalTokensTest {
    private static final Mint MINT = new Mint();
    private static final Mint STRANGER = new Mint();

    private final AtomicInteger fetches = new AtomicInteger();
    private HttpServer issuer;
    private ExternalTokens tokens;

    @TempDir
    Path folder;

    @BeforeEach
    void startTheIssuer() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            var body = MINT.jwks().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        tokens = Wired.externalTokens(keys());
    }

    @AfterEach
    void stopTheIssuer() {
        issuer.stop(0);
    }

    @Test
    void aGoodTokenSaysWhoItIs() {
        var identity = tokens.verify(MINT.sign(Mint.goodClaims())).orElseThrow();

        assertEquals(Caller.userIdOf(Mint.ISSUER, "4711"), identity.caller().userId());
        assertEquals("ada", identity.caller().displayName());
        assertEquals(Set.of("user"), identity.caller().roles());
        assertEquals(Mint.NOW.plusSeconds(3600), identity.expiresAt());
    }

    @Test
    void aTokenWithoutGroupsHasNoRole() {
        var claims = Mint.goodClaims();
        claims.unsetClaim("groups");
        assertEquals(
                Set.of(),
                tokens.verify(MINT.sign(claims)).orElseThrow().caller().roles());
    }

    @Test
    void aSingleGroupMayBeAText() {
        var claims = Mint.goodClaims();
        claims.setStringClaim("groups", "admin");
        assertEquals(
                Set.of("admin"),
                tokens.verify(MINT.sign(claims)).orElseThrow().caller().roles());
    }

    @Test
    void rolesComeFromTheConfiguredClaimByTheConfiguredNames() {
        tokens.config.roleClaims = Optional.of(CommaSeparated.of("realm_access.roles"));
        tokens.config.roleNames = Optional.of(CommaSeparated.of("ops=admin"));
        var claims = Mint.goodClaims();
        claims.setClaim("realm_access", Map.of("roles", List.of("ops", "user")));
        assertEquals(
                Set.of("admin"),
                tokens.verify(MINT.sign(claims)).orElseThrow().caller().roles());
    }

    @Test
    void theNameIsTheBestThatThereIs() {
        var claims = Mint.goodClaims();
        claims.unsetClaim("upn");
        assertEquals("4711", nameIn(claims));
        claims.setStringClaim("name", "Ada L.");
        assertEquals("Ada L.", nameIn(claims));
        claims.setStringClaim("preferred_username", "ada.l");
        assertEquals("ada.l", nameIn(claims));
    }

    @Test
    void theKeysAreFetchedOnceForManyTokens() {
        for (var i = 0; i < 5; i++) {
            assertTrue(tokens.verify(MINT.sign(Mint.goodClaims())).isPresent());
        }
        assertEquals(1, fetches.get());
    }

    @Test
    void inventedKeyIdsDoNotMakeTheKeysBeFetchedEachTime() {
        for (var i = 0; i < 5; i++) {
            assertFalse(tokens.verify(new Mint().sign(Mint.goodClaims())).isPresent());
        }
        assertTrue(fetches.get() <= 2, "fetched " + fetches.get() + " times");
    }

    @Test
    void anUnsignedTokenIsRefused() {
        assertRefused(MINT.unsigned(Mint.goodClaims()));
    }

    @Test
    void aTokenWithoutItsSignatureIsRefused() {
        var signed = MINT.sign(Mint.goodClaims());
        assertRefused(signed.substring(0, signed.lastIndexOf('.') + 1));
    }

    @Test
    void thePublicKeyAsSecretIsRefused() {
        assertRefused(MINT.signWithPublicKeyAsSecret(Mint.goodClaims()));
    }

    @Test
    void anotherAlgorithmThanRs256IsRefused() {
        assertRefused(MINT.signWithAnotherAlgorithm(Mint.goodClaims()));
    }

    @Test
    void aStrangersSignatureIsRefused() {
        assertRefused(STRANGER.sign(Mint.goodClaims()));
    }

    @Test
    void aKeyThatTheTokenBringsAlongIsNotUsed() {
        assertRefused(STRANGER.signPointingTo(keys(), Mint.goodClaims()));
    }

    @Test
    void aChangedTokenIsRefused() {
        var parts = MINT.sign(Mint.goodClaims()).split("\\.");
        var claims = Mint.goodClaims();
        claims.setStringListClaim("groups", "admin");
        var others = MINT.sign(claims).split("\\.");
        assertRefused(parts[0] + '.' + others[1] + '.' + parts[2]);
    }

    @Test
    void anExpiredTokenIsRefusedAfterTheSkewOfThirtySeconds() {
        var claims = Mint.goodClaims();
        claims.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(29)));
        assertTrue(tokens.verify(MINT.sign(claims)).isPresent());
        claims.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(31)));
        assertRefused(MINT.sign(claims));
    }

    @Test
    void aTokenThatIsNotValidYetIsRefused() {
        var claims = Mint.goodClaims();
        claims.setNotBefore(Mint.at(Mint.NOW.plusSeconds(60)));
        assertRefused(MINT.sign(claims));
    }

    @Test
    void aTokenThatNeverExpiresIsRefused() {
        var claims = Mint.goodClaims();
        claims.unsetClaim("exp");
        assertRefused(MINT.sign(claims));
    }

    @Test
    void anotherAudienceOrNoneIsRefused() {
        var claims = Mint.goodClaims();
        claims.setAudience("somebody else");
        assertRefused(MINT.sign(claims));
        claims.unsetClaim("aud");
        assertRefused(MINT.sign(claims));
    }

    @Test
    void anotherIssuerOrNoneIsRefused() {
        var claims = Mint.goodClaims();
        claims.setIssuer("https://issuer.example/");
        assertRefused(MINT.sign(claims));
        claims.unsetClaim("iss");
        assertRefused(MINT.sign(claims));
    }

    @Test
    void aTokenWithoutSubjectIsRefused() {
        var claims = Mint.goodClaims();
        claims.unsetClaim("sub");
        assertRefused(MINT.sign(claims));
        claims.setSubject("");
        assertRefused(MINT.sign(claims));
    }

    @Test
    void nothingIsBelievedWhileTheKeysCantBeHad() {
        issuer.stop(0);
        assertRefused(MINT.sign(Mint.goodClaims()));
    }

    @Test
    void nothingIsBelievedWithoutConfiguration() {
        tokens.config = new TokenConfig();
        assertRefused(MINT.sign(Mint.goodClaims()));
    }

    @Test
    void nothingIsBelievedWithoutAnAudience() {
        tokens.config.audiences = Optional.of(CommaSeparated.NONE);
        assertRefused(MINT.sign(Mint.goodClaims()));
    }

    @Test
    void keysMayBeInAFile() throws IOException {
        var jwks = Files.writeString(folder.resolve("keys.json"), MINT.jwks());
        var pem = Files.writeString(
                folder.resolve("key.pem"), RsaKeyUtil.pemEncode(MINT.key().getPublicKey()));

        for (var location : List.of(
                jwks.toString(),
                jwks.toUri().toString(),
                pem.toString(),
                pem.toUri().toString())) {
            var fromFile = Wired.externalTokens(location);
            assertTrue(fromFile.verify(MINT.sign(Mint.goodClaims())).isPresent(), location);
            assertFalse(fromFile.verify(STRANGER.sign(Mint.goodClaims())).isPresent(), location);
        }
    }

    @Test
    void aFileThatIsMissingIsReadOnceItIsThere() throws IOException {
        var file = folder.resolve("later.json");
        tokens = Wired.externalTokens(file.toString());
        assertRefused(MINT.sign(Mint.goodClaims()));
        Files.writeString(file, MINT.jwks());
        assertTrue(tokens.verify(MINT.sign(Mint.goodClaims())).isPresent());
    }

    private String keys() {
        return "http://localhost:" + issuer.getAddress().getPort() + "/keys";
    }

    private String nameIn(JwtClaims claims) {
        return tokens.verify(MINT.sign(claims)).orElseThrow().caller().displayName();
    }

    private void assertRefused(String token) {
        assertEquals(Optional.empty(), tokens.verify(token));
    }
}
