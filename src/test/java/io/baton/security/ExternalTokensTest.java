package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.token.Mint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

class ExternalTokensTest {
    private static final Mint MINT = new Mint();

    private final ExternalTokens tokens = external(Map.of());

    @Test
    void aGoodTokenSaysWhoItIs() {
        var identity = tokens.verify(MINT.sign(Mint.goodClaims()));

        assertEquals(Caller.userIdOf(Mint.ISSUER, "4711"), identity.caller().userId());
        assertEquals("ada", identity.caller().displayName());
        assertEquals(Set.of("user"), identity.caller().roles());
        assertEquals(Mint.NOW.plusSeconds(3600), identity.expiresAt());
    }

    @Test
    void aTokenWithoutGroupsHasNoRole() {
        var claims = Mint.goodClaims();
        claims.unsetClaim("groups");
        assertEquals(Set.of(), tokens.verify(MINT.sign(claims)).caller().roles());
    }

    @Test
    void aSingleGroupMayBeAText() {
        var claims = Mint.goodClaims();
        claims.setStringClaim("groups", "admin");
        assertEquals(Set.of("admin"), tokens.verify(MINT.sign(claims)).caller().roles());
    }

    @Test
    void rolesComeFromTheConfiguredClaimByTheConfiguredNames() {
        var configured = external(Map.of("baton.roles.claim", "realm_access.roles", "baton.roles.names", "ops=admin"));
        var claims = Mint.goodClaims();
        claims.setClaim("realm_access", Map.of("roles", List.of("ops", "user")));
        assertEquals(
                Set.of("admin"), configured.verify(MINT.sign(claims)).caller().roles());
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
    void aRefusedTokenSaysWhy() {
        assertRefused("problem.bearer", "rubbish");
        assertRefused("problem.bearer", new Mint().sign(Mint.goodClaims()));
        var claims = Mint.goodClaims();
        claims.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(31)));
        assertRefused("problem.bearer-expired", MINT.sign(claims));
        claims = Mint.goodClaims();
        claims.setNotBefore(Mint.at(Mint.NOW.plusSeconds(300)));
        assertRefused("problem.bearer-early", MINT.sign(claims));
        claims = Mint.goodClaims();
        claims.setStringClaim("at_hash", "x");
        assertRefused("problem.bearer-kind", MINT.sign(claims));
        claims = Mint.goodClaims();
        claims.setStringClaim("padding", "x".repeat(32_768));
        assertRefused("problem.bearer-too-long", MINT.sign(claims), "16384");
    }

    @Test
    void anEmptySubjectIsNobody() {
        var claims = Mint.goodClaims();
        claims.setSubject("");
        assertRefused("problem.bearer", MINT.sign(claims));
    }

    @Test
    void aCookieThatHasExpiredIsNobodysAndNoError() {
        var claims = Mint.goodClaims();
        claims.setExpirationTime(Mint.at(Mint.NOW.minusSeconds(31)));
        assertEquals(Optional.empty(), tokens.verifyCookie(MINT.sign(claims)));
        assertEquals(
                "ada",
                tokens.verifyCookie(MINT.sign(Mint.goodClaims()))
                        .orElseThrow()
                        .caller()
                        .displayName());
    }

    @Test
    void anIssuerThatIsAwayIsAProblemOfOursAndNotOfTheToken() {
        var settings = new HashMap<>(Mint.settings("http://127.0.0.1:1/keys"));
        var away = Wired.externalTokens(settings);
        var problem = assertThrows(Problem.class, () -> away.verify(MINT.sign(Mint.goodClaims())));
        assertEquals(503, problem.kind().status());
        assertEquals(Duration.ofSeconds(5), problem.retryAfter().orElseThrow());
        assertEquals(Language.ENGLISH.text("problem.issuer-away"), problem.getMessage());
        assertThrows(Problem.class, () -> away.verifyCookie(MINT.sign(Mint.goodClaims())));
    }

    private static ExternalTokens external(Map<String, String> special) {
        var settings = new HashMap<>(Mint.settings(""));
        settings.remove("mp.jwt.verify.publickey.location");
        settings.put("mp.jwt.verify.publickey", MINT.jwks());
        settings.putAll(special);
        return Wired.externalTokens(settings);
    }

    private String nameIn(JwtClaims claims) {
        return tokens.verify(MINT.sign(claims)).caller().displayName();
    }

    private void assertRefused(String key, String token, Object... values) {
        var problem = assertThrows(Problem.class, () -> tokens.verify(token));
        assertEquals(401, problem.kind().status());
        assertEquals(Language.ENGLISH.text(key, values), problem.getMessage());
    }
}
